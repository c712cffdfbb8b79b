// Connections, frames and the link: what comes in, and to whom it goes.
#include "matchmaker/pairing/matchmaker.hpp"

#include <algorithm>
#include <utility>

namespace parley::pairing {

using wire::close_code;
using wire::error_code;

matchmaker::matchmaker(matchmaker_settings settings, wire::token_box tokens)
    : settings_(std::move(settings)),
      tokens_(std::move(tokens)),
      random_(settings_.seed),
      addresses_(settings_.seeks_per_minute),
      drain_(settings_.drain) {}

actions matchmaker::handle(const event& what, instant now) {
  actions out;
  turn t(now, connections_, requests_, out);
  std::visit([this, &t](const auto& each) { on(t, each); }, what);
  call_if_due(t);
  finish_if_over(t);
  return out;
}

std::size_t matchmaker::waiting() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      connections_, [](const auto& each) { return each.second.waits.has_value(); }));
}

std::size_t matchmaker::waiting_in(const std::string& pool) const {
  return static_cast<std::size_t>(std::ranges::count_if(connections_, [&pool](const auto& each) {
    return each.second.waits && each.second.waits->pool == pool;
  }));
}

void matchmaker::on(turn& t, const connection_opened& opened) {
  connections_.try_emplace(opened.id, opened.address_key, opened.session_seed, settings_.frames,
                           t.now.steady);
  if (is_draining()) t.close(opened.id, close_code::going_away);
}

// The ticket keeps its place: whoever holds its session token and attempt finds it again.
void matchmaker::on(turn& t, const connection_closed& closed) {
  const auto at = connections_.find(closed.id);
  if (at == connections_.end()) return;
  if (const auto& waits = at->second.waits) {
    t.count(metric::wait_ends, "left");
    const ticket_key key{waits->session, closed.id, waits->attempt};
    if (has_link_ && waits->was_sent) {
      if (waits->ending) {
        t.store(drop_ticket{key});
      } else {
        t.store(detach_ticket{key});
      }
    }
  }
  if (at->second.is_queued && !has_link_) std::erase(queued_, closed.id);
  connections_.erase(at);
}

void matchmaker::on(turn& t, const frame_received& frame) {
  const auto at = connections_.find(frame.id);
  if (at == connections_.end() || at->second.is_closing) return;
  auto& from = at->second;
  const auto decoded = wire::decode_match_call(frame.text);
  const auto* request = std::get_if<wire::request<wire::match_call>>(&decoded);
  const auto& id = request != nullptr ? request->id : std::get<wire::refusal>(decoded).id;
  if (!is_within_rate(t, frame.id, from, id)) return;
  if (request == nullptr) return on_refusal(t, frame.id, std::get<wire::refusal>(decoded));
  std::visit([&](const auto& call) { on_call(t, frame.id, from, request->id, call); },
             request->call);
}

bool matchmaker::is_within_rate(turn& t, connection_id id, connection& from,
                                const std::optional<wire::request_id>& request) {
  if (from.frames_left.take(t.now.steady)) {
    from.refused = 0;
    return true;
  }
  const auto wait = static_cast<std::uint64_t>(from.frames_left.wait(t.now.steady).count());
  t.refuse(id, request, {.code = error_code::rate_limited, .retry_ms = wait});
  if (++from.refused >= settings_.refusals) t.close(id, close_code::rate_limited);
  return false;
}

void matchmaker::on_refusal(turn& t, connection_id id, const wire::refusal& refused) {
  t.refuse(id, refused.id, refused.error);
  if (refused.fatal) t.close(id, close_code::protocol_error);
}

void matchmaker::on(turn& t, const link_ready&) {
  has_link_ = true;
  for (auto& [id, each] : connections_) {
    if (!each.waits) continue;
    t.notify(id, wire::storage{true});
    if (each.waits->ending) ask_to_cancel(t, id, *each.waits);
  }
}

// What Redis knows of the tickets is uncertain now; they are put in again on the next link, with
// their place.
void matchmaker::on(turn& t, const link_lost&) {
  if (!has_link_) return;
  has_link_ = false;
  nodes_.forget();
  for (auto& [id, each] : connections_) {
    if (!each.waits) continue;
    t.notify(id, wire::storage{false});
    each.waits->is_cancel_asked = false;
    queue_again(id, each);
  }
}

void matchmaker::on(turn& t, const store_answer& answer) {
  std::visit([&](const auto& reply) { on_reply(t, answer.request, reply); }, answer.what);
}

// Who waited for a node need not wait for the next tick.
void matchmaker::on(turn&, const nodes_listed& listed) {
  const bool had_room = nodes_.has_room();
  nodes_.replace(listed.nodes);
  if (!had_room && nodes_.has_room()) is_sweep_due_ = true;
}

}  // namespace parley::pairing
