// After a claim the log is read from its beginning. What it has and memory lacks is learnt; what
// memory has and the log lacks (Redis has lost a tail, or all) is written again. A first load is
// the same with an empty memory.
#include <algorithm>
#include <utility>

#include "chat-node/room/room.hpp"

namespace parley::room {

void room::reconcile(turn& t) {
  auto waiting = log_.take_all();
  for (auto& each : members_.all())
    each.last_n = std::min(each.last_n, granted_.n);  // the log may have begun anew
  log_.begin(granted_);
  reader_ = loader_.reader();
  since_snapshot_ = 0;
  learn(t);
  // The first entry of an epoch, so that trimming never takes what the reading rule needs.
  auto state = reader_.state();
  if (!state.lock.empty()) lock_ = state.lock;  // whoever came first
  state.lock = lock_;
  log_.push({snapshot_record{std::move(state)}});
  write_again(t);
  resume_waiting(t, std::move(waiting));
  loader_ = {};
}

void room::learn(turn& t) {
  const auto& state = reader_.state();
  for (const auto& [seat, log] : state.seats) {
    // Only what we have never known is given up below the log's base; memory may hold what was
    // trimmed away.
    if (log.base > stored(seat) + 1) {
      stored_[seat] = log.base - 1;
      memory_.forget(seat, log.base - 1);
    }
    if (is_named()) learn_member(t, seat, log);
    auto* const who = members_.find(seat);
    if (who != nullptr && !has_served_ && !log.name.empty()) who->name = log.name;
  }
  for (const auto& message : loader_.found().above(stored_)) {
    stored_[message->seat] = message->seq;
    memory_.keep(message);
    remember_filtered(t, *message);
    if (auto* const from = members_.find(message->seat)) from->last_n = message->id.n;
    relay(t, message);
  }
  opened_ = opened_ || state.opened;
  forget_applied(t);
}

void room::write_again(turn& t) {
  if (opened_ && !reader_.state().opened) log_.push({opened_record{}});
  wire::version_vector in_log;
  for (auto& who : members_.all()) {
    const auto log = reader_.seat(who.seat);
    in_log[who.seat] = log.stored;
    const auto first = memory_.first(who.seat, stored(who.seat));
    if (first > log.stored + 1) log_.push({base_record{who.seat, first - 1}});
    if (is_named()) {
      write_member_again(who, log);
    } else if (who.name != (log.name.empty() ? who.given_name : log.name)) {
      log_.push({name_record{who.seat, who.name}});
    }
  }
  const auto lost = memory_.above(in_log);
  for (const auto& each : lost)
    log_.push({to_record(*each)});
  if (lost.empty()) return;
  t.count(metric::rewritten, {}, lost.size());
  t.log(severity::warn, "a lost tail is written again",
        {{"room", name_}, {"entries", std::to_string(lost.size())}});
}

void room::resume_waiting(turn& t, std::vector<waiting_record> waiting) {
  for (auto& each : waiting) {
    if (const auto* message = std::get_if<message_record>(&each.what)) {
      if (message->seq <= stored(message->seat))
        answer_stored(t, each.waiters, message->seat, message->seq);
      else
        log_.push(std::move(each));
    } else if (std::holds_alternative<name_record>(each.what) && !each.waiters.empty()) {
      log_.push(std::move(each));
    } else if (std::holds_alternative<left_record>(each.what) && !each.waiters.empty()) {
      log_.push(std::move(each));
    } else if (const auto* base = std::get_if<base_record>(&each.what)) {
      if (base->seq > stored(base->seat)) log_.push(std::move(each));
    }
    // Snapshots and what is written again were made anew from what the log has now.
  }
}

}  // namespace parley::room
