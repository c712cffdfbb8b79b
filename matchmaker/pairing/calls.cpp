// What Redis is asked about tickets, and what becomes of them by its answers. One call that pairs
// is in flight at a time: what comes meanwhile goes together in the next.
#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "matchmaker/pairing/estimate.hpp"
#include "matchmaker/pairing/matchmaker.hpp"

namespace parley::pairing {

using wire::wait_end;

namespace {

std::string nonce_of(random_bits& random) {
  std::string text;
  for (int i = 0; i < 26; ++i)
    text += "0123456789abcdefghjkmnpqrstvwxyz"[random.below(32)];
  return text;
}

}  // namespace

void matchmaker::call_if_due(turn& t) {
  if (!has_link_ || in_flight_ || is_held_back_) return;
  seek_partners call;
  call.wishes = take_wishes(t);
  if (is_sweep_due_) {
    const auto pools = entered_pools();
    call.pools.assign(pools.begin(), pools.end());
    is_sweep_due_ = false;
  }
  if (call.wishes.empty() && call.pools.empty()) return;

  const auto turns = call.wishes.size() + call.pools.size() * settings_.turns;
  call.nodes =
      nodes_.choose(std::min(turns, settings_.batch), settings_.choice, random_, t.now.steady);
  call.nonce = nonce_of(random_);
  call.seed = static_cast<std::uint32_t>(random_() >> 33U);
  in_flight_ = pairing_call{.request = 0, .wishes = {}, .nodes = call.nodes};
  for (const auto& each : call.wishes)
    in_flight_->wishes.push_back(each.key);
  in_flight_->request = t.store(std::move(call));
}

std::vector<wish> matchmaker::take_wishes(turn& t) {
  std::vector<wish> wishes;
  while (!queued_.empty() && wishes.size() < settings_.batch) {
    const auto id = queued_.front();
    queued_.pop_front();
    const auto at = connections_.find(id);
    if (at == connections_.end()) continue;
    at->second.is_queued = false;
    if (!at->second.waits) continue;
    auto& waits = *at->second.waits;
    if (waits.at != wait::phase::queued || waits.ending) continue;
    waits.at = wait::phase::entering;
    waits.was_sent = true;
    wishes.push_back({{waits.session, id, waits.attempt},
                      waits.pool,
                      waits.name,
                      waits.interests,
                      waits.front,
                      t.now.steady - waits.since});
  }
  return wishes;
}

std::set<std::string> matchmaker::entered_pools() const {
  std::set<std::string> pools;
  for (const auto& [id, each] : connections_)
    if (each.waits && each.waits->at == wait::phase::entered) pools.insert(each.waits->pool);
  return pools;
}

// Once only, so that the queue is no longer than there are connections.
void matchmaker::enqueue(connection_id id, connection& of) {
  if (!std::exchange(of.is_queued, true)) queued_.push_back(id);
}

void matchmaker::queue_again(connection_id id, connection& of) {
  of.waits->at = wait::phase::queued;
  enqueue(id, of);
}

void matchmaker::requeue_call() {
  if (!in_flight_) return;
  for (const auto& key : in_flight_->wishes)
    if (auto* of = find_waiting(key)) queue_again(key.connection, *of);
  in_flight_.reset();
}

connection* matchmaker::find_waiting(const ticket_key& key) {
  const auto at = connections_.find(key.connection);
  if (at == connections_.end() || !at->second.waits) return nullptr;
  const auto& waits = *at->second.waits;
  return waits.session == key.session && waits.attempt == key.attempt ? &at->second : nullptr;
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const partners_sought& sought) {
  if (!in_flight_ || in_flight_->request != request) return;
  const auto done = std::move(*std::exchange(in_flight_, std::nullopt));
  PARLEY_CHECK(sought.outcomes.size() == done.wishes.size());
  for (std::size_t i = 0; i < done.wishes.size(); ++i) {
    const auto& outcome = sought.outcomes[i];
    auto* of = find_waiting(done.wishes[i]);
    if (of != nullptr && outcome.state == ticket_state::waiting) {
      if (of->waits->at != wait::phase::entering) continue;  // told again since: goes again
      of->waits->at = wait::phase::entered;
      of->waits->since = t.now.steady - outcome.waited;
      of->waits->look_up_due = t.now.steady + settings_.look_up_every;
    } else {
      on_outcome(t, done.wishes[i], outcome);
    }
  }
  for (const auto& pool : sought.pairs)
    t.count(metric::pairs, pool);
  nodes_.assigned(done.nodes, sought.pairs.size(), t.now.steady);
  // Without a node there is no use in calling again before one appears.
  if (sought.more && !done.nodes.empty()) is_sweep_due_ = true;
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const cancel_decided& decided) {
  const auto asked = cancels_.extract(request);
  if (asked.empty()) return;
  auto* of = find_waiting(asked.mapped());
  if (of == nullptr || !of->waits->ending) return;
  const auto state = decided.outcome.state;
  if (state == ticket_state::cancelled || state == ticket_state::gone)
    return end_wait(t, asked.mapped().connection, *of, *of->waits->ending);
  on_outcome(t, asked.mapped(), decided.outcome);
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const tickets_looked_up& looked_up) {
  const auto found = look_ups_.extract(request);
  if (found.empty()) return;
  const auto& asked = found.mapped();
  PARLEY_CHECK(looked_up.outcomes.size() == asked.tickets.size());
  PARLEY_CHECK(looked_up.pools.size() == asked.pools.size());
  for (std::size_t i = 0; i < asked.tickets.size(); ++i)
    on_outcome(t, asked.tickets[i], looked_up.outcomes[i]);
  for (std::size_t i = 0; i < asked.pools.size(); ++i) {
    const auto& pool = looked_up.pools[i];
    pools_[asked.pools[i]] = {pool.waiting, estimate_of(pool.waits_ms)};
  }
}

void matchmaker::on_outcome(turn& t, const ticket_key& key, const ticket_outcome& outcome) {
  auto* of = find_waiting(key);
  if (of == nullptr) return;
  switch (outcome.state) {
    case ticket_state::waiting:
    case ticket_state::cancelled:
      return;
    case ticket_state::assigned:
      return assign(t, key.connection, *of, *outcome.found);
    case ticket_state::replaced:
      return end_wait(t, key.connection, *of, wait_end::replaced);
    case ticket_state::gone:  // whoever asked to cancel gets that answer instead
      if (of->waits->ending || of->waits->at != wait::phase::entered) return;
      t.count(metric::put_again);
      return queue_again(key.connection, *of);
  }
}

void matchmaker::on(turn& t, const letter_arrived& arrived) {
  if (const auto* assigned = std::get_if<assigned_letter>(&arrived.what)) {
    const auto& found = assigned->what;
    const ticket_key key{found.session, assigned->connection, found.attempt};
    if (auto* of = find_waiting(key)) assign(t, key.connection, *of, found);
    return;
  }
  const auto& key = std::get<replaced_letter>(arrived.what).key;
  if (auto* of = find_waiting(key)) end_wait(t, key.connection, *of, wait_end::replaced);
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const store_lost&) {
  // Who owns a room stands elsewhere in a cluster: what is lost there says nothing of the tickets.
  const bool is_of_a_room =
      resumes_.contains(request) || opens_.contains(request) || reports_.contains(request);
  if (!is_of_a_room) on(t, link_lost{});
  forget_request(t, request);
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const store_failed& failed) {
  t.count(metric::store_failures);
  t.perform(log_line{severity::error, "Redis refused", {{"why", failed.why}}});
  if (in_flight_ && in_flight_->request == request) is_held_back_ = true;
  forget_request(t, request);
}

// It will not be answered: whoever waits for it is told, or tries again by itself.
void matchmaker::forget_request(turn& t, std::uint64_t request) {
  if (in_flight_ && in_flight_->request == request) requeue_call();
  look_ups_.erase(request);
  if (const auto asked = cancels_.extract(request)) {
    if (auto* of = find_waiting(asked.mapped())) of->waits->is_cancel_asked = false;
  }
  if (const auto asked = resumes_.extract(request))
    refuse_for_now(t, asked.mapped().from, asked.mapped().id);
  if (const auto asked = opens_.extract(request))
    refuse_for_now(t, asked.mapped().from, asked.mapped().id);
  for (auto* const asked_for : {&reports_, &blocks_})
    if (const auto asked = asked_for->extract(request))
      refuse_for_now(t, asked.mapped().from, asked.mapped().id);
}

}  // namespace parley::pairing
