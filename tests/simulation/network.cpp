// Frames under way, and the ends of connections.
#include "tests/simulation/network.hpp"

#include <algorithm>
#include <utility>

#include "tests/simulation/process.hpp"

namespace parley::simulation {
namespace {

constexpr std::uint16_t abnormal = 1006;
constexpr std::int64_t close_patience_ms = 5'000;  // of a server for the answer to its close frame
constexpr std::int64_t idle_ms = 90'000;           // after so much silence a server gives up

}  // namespace

network::line* network::find(connection_id id) {
  const auto at = lines_.find(id);
  return at == lines_.end() ? nullptr : &at->second;
}

connection_id network::open(caller& from, process& to) {
  const auto id = ++last_id_;
  lines_[id] = {.from = &from, .to = &to};
  env_.time.after(env_.latency_ms(), [this, id] { arrive(id); });
  return id;
}

void network::arrive(connection_id id) {
  auto* const on = find(id);
  if (on == nullptr) return;
  if (on->client_knows_end) return void(lines_.erase(id));
  const auto parted = parted_until_.find({on->from, on->to});
  const bool is_parted = parted != parted_until_.end() && parted->second > env_.time.now_ms();
  if (is_parted || on->to->is_powered_off()) {
    // Some networks say so, others say nothing.
    if (env_.chance.below(2) == 0) end_client_soon(id, 0);
    on->is_broken = on->service_knows_end = true;
    return;
  }
  if (!on->to->is_up()) {
    on->service_knows_end = true;
    return end_client_soon(id, 0);
  }
  on->has_arrived = true;
  on->to->deliver([this, id] { knock(id); });
}

void network::knock(connection_id id) {
  auto* const on = find(id);
  if (on == nullptr) return;
  if (on->client_knows_end) return void(lines_.erase(id));
  if (!on->to->takes_connections()) {
    on->service_knows_end = true;
    return end_client_soon(id, 0);
  }
  on->incarnation = on->to->incarnation();
  on->service_has_it = true;
  env_.time.after(env_.latency_ms(), [this, id] {
    auto* const opened = find(id);
    if (opened == nullptr || opened->client_knows_end || opened->is_broken) return;
    opened->from->on_opened(id);
  });
  on->ways[to_client].last_ms = env_.time.now_ms() + 2 * env_.plan.latency_ms;
  on->to->on_opened(id);
}

void network::send_to_service(connection_id id, std::string text) {
  auto* const on = find(id);
  if (on == nullptr || on->client_knows_end || on->is_closing) return;
  if (on->is_broken) {
    // The other end answers that it knows nothing of the connection, if there is anybody.
    if (on->service_knows_end && on->to->is_up()) end_client_soon(id, abnormal);
    return;
  }
  post(id, *on, to_service, {.text = std::move(text)});
}

void network::send_to_client(connection_id id, std::string text) {
  auto* const on = find(id);
  if (on == nullptr || on->service_knows_end || on->is_closing) return;
  if (on->is_broken) {
    if (on->client_knows_end) end_service_in(id, env_.latency_ms());
    return;
  }
  post(id, *on, to_client, {.text = std::move(text)});
}

void network::post(connection_id id, line& on, direction where, parcel what) {
  auto& last_ms = on.ways[where].last_ms;
  last_ms = std::max(last_ms, env_.time.now_ms() + env_.latency_ms());
  env_.time.after(
      last_ms - env_.time.now_ms(),
      [this, id, where, what = std::move(what)]() mutable { take(id, where, std::move(what)); });
}

void network::take(connection_id id, direction where, parcel what) {
  auto* const on = find(id);
  if (on == nullptr) return;
  if (on->is_broken) {
    env_.seen.count(mark::frame_lost);
    return;
  }
  auto& here = on->ways[where];
  if (here.is_frozen)
    here.held.push_back(std::move(what));
  else
    hand_over(id, *on, where, std::move(what));
}

void network::hand_over(connection_id id, line& on, direction where, parcel what) {
  if (where == to_client) {
    if (what.is_end) return end_client(id, what.code);
    if (!on.client_knows_end) on.from->on_text(id, std::move(what.text));
    return;
  }
  if (what.is_end) return end_service(id);
  if (on.service_knows_end || !on.service_has_it) return;
  if (on.incarnation != on.to->incarnation()) return;
  on.to->deliver([this, id, text = std::move(what.text)]() mutable {
    auto* const still = find(id);
    if (still == nullptr || still->service_knows_end) return;
    still->to->on_text(id, std::move(text));
  });
}

void network::drop(connection_id id) {
  auto* const on = find(id);
  if (on == nullptr || on->client_knows_end) return;
  on->client_knows_end = true;
  if (!on->service_has_it) return forget_if_over(id);  // its handshake finds nobody
  if (on->is_broken) return end_service_in(id, idle_ms);
  post(id, *on, to_service, {.is_end = true});
  end_service_in(id, idle_ms);
}

void network::close(connection_id id, std::uint16_t code) {
  auto* const on = find(id);
  if (on == nullptr || on->service_knows_end || on->is_closing) return;
  if (!on->is_broken) post(id, *on, to_client, {.is_end = true, .code = code});
  on->is_closing = true;
  end_service_in(id, close_patience_ms);
}

void network::end_client(connection_id id, std::uint16_t code) {
  auto* const on = find(id);
  if (on == nullptr || on->client_knows_end) return;
  on->client_knows_end = true;
  auto* const from = on->from;
  if (on->service_has_it && !on->service_knows_end && on->is_closing)
    end_service_in(id, env_.latency_ms());
  forget_if_over(id);
  from->on_closed(id, code);
}

void network::end_service(connection_id id) {
  auto* const on = find(id);
  if (on == nullptr || on->service_knows_end || !on->service_has_it) return;
  if (on->incarnation != on->to->incarnation()) return;
  on->to->deliver([this, id] {
    auto* const still = find(id);
    if (still == nullptr || still->service_knows_end) return;
    still->service_knows_end = true;
    auto* const to = still->to;
    forget_if_over(id);
    to->on_closed(id);
  });
}

void network::end_client_soon(connection_id id, std::uint16_t code) {
  env_.time.after(env_.latency_ms(), [this, id, code] { end_client(id, code); });
}

void network::end_service_in(connection_id id, std::int64_t ms) {
  env_.time.after(ms, [this, id] { end_service(id); });
}

void network::forget_if_over(connection_id id) {
  const auto* const on = find(id);
  if (on == nullptr || !on->client_knows_end || !on->service_knows_end) return;
  lines_.erase(id);
}

void network::process_died(const process& which, bool is_noticed) {
  for (auto& [id, on] : lines_) {
    if (on.to != &which || !on.has_arrived || on.service_knows_end) continue;
    on.service_knows_end = true;
    if (!is_noticed) {
      on.is_broken = true;
    } else if (env_.chance.below(2) == 0) {
      post(id, on, to_client, {.is_end = true, .code = abnormal});
      on.is_closing = true;
    } else {
      on.is_broken = true;
      end_client_soon(id, abnormal);
    }
  }
  std::erase_if(lines_, [&which](const auto& each) {
    return each.second.to == &which && each.second.client_knows_end &&
           each.second.service_knows_end;
  });
}

void network::process_left(const process& which) {
  constexpr std::uint16_t going_away = 4000;
  for (auto& [id, on] : lines_) {
    if (on.to != &which || !on.service_has_it || on.service_knows_end) continue;
    if (!on.is_closing && !on.is_broken)
      post(id, on, to_client, {.is_end = true, .code = going_away});
    on.is_closing = on.service_knows_end = true;
  }
}

std::optional<network::service_end> network::served_by(connection_id id) const {
  const auto at = lines_.find(id);
  if (at == lines_.end() || !at->second.lives() || at->second.is_closing) return std::nullopt;
  return service_end{at->second.to, at->second.incarnation};
}

std::vector<connection_id> network::open_connections() const {
  std::vector<connection_id> all;
  for (const auto& [id, on] : lines_)
    if (on.lives()) all.push_back(id);
  return all;
}

std::size_t network::connections_of(const process& which) const {
  return static_cast<std::size_t>(std::ranges::count_if(lines_, [&which](const auto& each) {
    const auto& on = each.second;
    return on.to == &which && on.service_has_it && !on.service_knows_end;
  }));
}

}  // namespace parley::simulation
