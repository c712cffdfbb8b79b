// What is done from time to time: status, leases, patience, the longest wait, and leaving.
#include <algorithm>

#include "matchmaker/pairing/matchmaker.hpp"

namespace parley::pairing {

void matchmaker::on(turn& t, const tick&) {
  const auto now = t.now.steady;
  addresses_.tidy(now);
  is_held_back_ = false;
  for (auto& [id, each] : connections_) {
    if (!each.waits) continue;
    if (each.waits->ending) {
      ask_to_cancel(t, id, *each.waits);
    } else if (now - each.waits->since >= settings_.max_wait) {
      begin_ending(t, id, each, wire::wait_end::too_long);
    } else if (now >= each.waits->status_due) {
      tell_waiting(t, id, *each.waits);
    }
  }
  look_up_due(t);
  is_sweep_due_ = true;  // somebody's patience may be over
  close_due(t);
}

// Renews the leases too. No letter is the only way to learn of an assignment.
void matchmaker::look_up_due(turn& t) {
  if (!has_link_) return;
  std::vector<look_up> asked(1);
  for (auto& [id, each] : connections_) {
    if (!each.waits || each.waits->at != wait::phase::entered) continue;
    auto& waits = *each.waits;
    if (t.now.steady < waits.look_up_due) continue;
    waits.look_up_due = t.now.steady + settings_.look_up_every;
    if (asked.back().tickets.size() == settings_.look_up_batch) asked.emplace_back();
    asked.back().tickets.push_back({waits.session, id, waits.attempt});
  }
  if (t.now.steady >= pools_due_) {
    const auto pools = entered_pools();
    asked.front().pools.assign(pools.begin(), pools.end());
    if (!pools.empty()) pools_due_ = t.now.steady + settings_.status_every;
  }
  for (auto& each : asked) {
    if (each.tickets.empty() && each.pools.empty()) continue;
    const auto number = t.store(look_up_tickets{each.tickets, each.pools});
    look_ups_[number] = std::move(each);
  }
}

// Clients come back to another matchmaker and keep their place; with jitter, so that they are no
// herd there.
void matchmaker::on(turn& t, const drain_asked&) {
  if (is_draining()) return;
  drain_.begin(t.now.steady);
  t.perform(refuse_connections{});
  t.perform(announce{});
  for (const auto& [id, each] : connections_)
    closings_.emplace_back(drain_.move_time(random_.fraction()), id);
  std::ranges::sort(closings_);
}

void matchmaker::close_due(turn& t) {
  while (!closings_.empty() && closings_.front().first <= t.now.steady) {
    t.close(closings_.front().second, wire::close_code::going_away);
    closings_.pop_front();
  }
}

void matchmaker::finish_if_over(turn& t) {
  if (is_finished_ || !drain_.is_over(t.now.steady, connections_.size())) return;
  is_finished_ = true;
  t.perform(finished{});
}

}  // namespace parley::pairing
