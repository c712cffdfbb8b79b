// Events to the connection or the room that they are about; the handshake of a join.
#include "chat-node/room/chat_node.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace parley::room {

using wire::close_code;
using wire::error_code;

chat_node::chat_node(node_settings settings, wire::token_box tokens)
    : settings_(std::move(settings)),
      tokens_(std::move(tokens)),
      drain_(settings_.drain),
      random_(settings_.seed) {}

actions chat_node::handle(const event& what, instant now) {
  actions out;
  turn t(now, settings_, tokens_, connections_, reference_, requests_, out);
  std::visit([&](const auto& each) { on(t, each); }, what);
  return out;
}

void chat_node::on(turn& t, const connection_opened& opened) {
  connections_.add(opened.id, settings_.frames, t.now.steady);
}

void chat_node::on(turn& t, const connection_closed& closed) {
  const auto* const gone = connections_.find(closed.id);
  if (gone == nullptr) return;
  const auto name = gone->room;
  connections_.remove(closed.id);
  if (auto* const its = find_room(name)) its->on_connection_closed(t, closed.id);
}

void chat_node::on(turn& t, const queue_level& level) {
  const auto* const about = connections_.find(level.id);
  if (about == nullptr) return;
  if (auto* const its = find_room(about->room)) its->on_queue_level(t, level.id, level.bytes);
}

void chat_node::on(turn& t, const frame_received& frame) {
  auto* const from = connections_.find(frame.id);
  if (from == nullptr || from->at == connection::phase::closing) return;
  from->last_heard = t.now.steady;
  const auto decoded = wire::decode_room_call(frame.text);
  const auto* const refused = std::get_if<wire::refusal>(&decoded);
  const auto* const request = std::get_if<wire::request<wire::room_call>>(&decoded);
  if (!is_within_rate(t, frame.id, *from, refused ? refused->id : request->id)) return;
  if (from->at == connection::phase::joined) renew_token(t, frame.id, *from);
  if (refused != nullptr)
    on_refusal(t, frame.id, *refused);
  else
    on_call(t, frame.id, *from, *request);
}

bool chat_node::is_within_rate(turn& t, connection_id id, connection& from,
                               const std::optional<wire::request_id>& request) {
  if (from.frames_left.take(t.now.steady)) {
    from.refused = 0;
    return true;
  }
  wire::rpc_error why{.code = error_code::rate_limited};
  why.retry_ms = static_cast<std::uint64_t>(from.frames_left.wait(t.now.steady).count());
  t.refuse(id, request, std::move(why));
  if (++from.refused >= settings_.refusals) t.close(id, close_code::rate_limited);
  return false;
}

// Who stays longer than a token lives must be able to come back. Every client says something at
// least every few seconds (its heartbeat), so that this needs no clock of its own.
void chat_node::renew_token(turn& t, connection_id id, connection& from) {
  if (t.now.wall < from.renew_from) return;
  const auto claims = tokens_.verify_seat(from.token, t.now.wall);
  from.renew_from = std::numeric_limits<unix_ms>::max();
  if (!claims) return;  // nothing was heard of it for half a day
  from.token = tokens_.sign(*claims, t.now.wall);
  from.renew_from = tokens_.verify_seat(from.token, t.now.wall)->renew_from;
  t.notify(id, wire::renewed{from.token});
}

void chat_node::on_refusal(turn& t, connection_id id, const wire::refusal& refused) {
  t.refuse(id, refused.id, refused.error);
  if (refused.fatal) t.close(id, close_code::protocol_error);
}

void chat_node::on_call(turn& t, connection_id id, connection& from,
                        const wire::request<wire::room_call>& request) {
  if (const auto* sync = std::get_if<wire::sync>(&request.call)) {
    const auto now = t.now.wall;
    return t.answer(id, request.id, wire::sync_result{sync->t0, now, now, t.reference()});
  }
  if (const auto* join = std::get_if<wire::join>(&request.call)) {
    if (from.at == connection::phase::fresh) return on_join(t, id, from, request.id, *join);
    return t.refuse(id, request.id, {.code = error_code::invalid_request});
  }
  switch (from.at) {
    case connection::phase::fresh:
      t.refuse(id, request.id, {.code = error_code::join_first});
      return t.close(id, close_code::protocol_error);
    case connection::phase::joining:
      return t.refuse(id, request.id, {.code = error_code::invalid_request});
    case connection::phase::joined:
      break;
    case connection::phase::closing:
      return;
  }
  const auto name = from.room;
  if (auto* const its = find_room(name)) its->on_call(t, id, request);
  forget_if_over(name);
}

void chat_node::on_join(turn& t, connection_id id, connection& from,
                        const std::optional<wire::request_id>& request, const wire::join& join) {
  const auto claims = tokens_.verify_seat(join.token, t.now.wall);
  if (!claims) {
    if (claims.error() == wire::token_errc::expired)
      return refuse_join(t, id, request, error_code::token_expired, close_code::token_expired);
    return refuse_join(t, id, request, error_code::token_invalid, close_code::token_invalid);
  }
  if (!linked_.contains_tag(claims->room)) {
    return refuse_join(t, id, request, error_code::storage_unavailable,
                       close_code::storage_unavailable);
  }
  auto* its = find_room(claims->room);
  if (its == nullptr || its->is_moving()) {
    if (is_draining())
      return refuse_join(t, id, request, error_code::draining, close_code::going_away);
    if (rooms_.size() >= settings_.capacity)
      return refuse_join(t, id, request, error_code::node_full, close_code::not_owner);
    its = rooms_.emplace(claims->room, std::make_unique<room>(claims->room, *claims, t))
              .first->second.get();
  }
  const bool is_named = claims->limit > 0;
  if (its->is_named() != is_named || !(is_named || its->has_seat(claims->seat)))
    return refuse_join(t, id, request, error_code::token_invalid, close_code::token_invalid);
  from.at = connection::phase::joining;
  from.room = claims->room;
  from.token = join.token;
  from.renew_from = claims->renew_from;
  its->on_join(t, {id, request, join, claims->seat, claims->sid, t.now.steady,
                   claims->members.front().name, claims->lock, claims->limit});
  forget_if_over(claims->room);
}

void chat_node::refuse_join(turn& t, connection_id id,
                            const std::optional<wire::request_id>& request, error_code why,
                            close_code code) {
  wire::rpc_error error{.code = why};
  if (why == error_code::storage_unavailable)
    error.retry_ms = static_cast<std::uint64_t>(settings_.full_retry.count());
  t.refuse(id, request, std::move(error));
  t.close(id, code);
}

void chat_node::on(turn& t, const store_answer& answer) {
  auto* const its = find_room(answer.room);
  if (its != nullptr) its->on_store_reply(t, nodes_, answer.request, answer.what);
  forget_if_over(answer.room);
  if (!verifying_.contains(answer.room)) return;
  const auto* const still = find_room(answer.room);
  if (still != nullptr && !still->is_serving()) return;
  verifying_.erase(answer.room);
  verify_more(t);
}

void chat_node::on(turn& t, const filter_answered& answer) {
  if (auto* const its = find_room(answer.room)) its->on_filter_answered(t, answer);
  forget_if_over(answer.room);
}

void chat_node::on(turn&, const clocks_compared& compared) {
  reference_ = compared.reference;
}

void chat_node::on(turn&, const nodes_listed& listed) {
  nodes_.replace(listed.nodes);
}

void chat_node::on(turn& t, const claimed_elsewhere& claimed) {
  if (auto* const its = find_room(claimed.room)) its->on_claimed_elsewhere(t, claimed.epoch);
}

room* chat_node::find_room(const std::string& name) {
  const auto at = rooms_.find(name);
  return at == rooms_.end() ? nullptr : at->second.get();
}

const std::vector<member>& chat_node::seated_in(const std::string& room) const {
  static const std::vector<member> nobody;
  const auto at = rooms_.find(room);
  return at == rooms_.end() ? nobody : at->second->seats();
}

std::string_view chat_node::room_of(connection_id id) const {
  const auto* const known = connections_.find(id);
  return known == nullptr ? std::string_view{} : known->room;
}

void chat_node::forget_if_over(const std::string& name) {
  const auto at = rooms_.find(name);
  if (at != rooms_.end() && at->second->is_over()) rooms_.erase(at);
}

}  // namespace parley::room
