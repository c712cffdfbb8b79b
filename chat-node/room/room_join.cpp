// Joins: what has to be in the log first, what the member is told, and the replay of what it lacks.
#include <algorithm>
#include <utility>

#include "chat-node/room/room.hpp"

namespace parley::room {

using wire::presence_state;

void room::admit_waiting(turn& t) {
  // Admitting never adds to the list, and takes from it only here.
  for (std::size_t at = 0; at < joins_.size();) {
    if (is_named() && is_turned_away(t, joins_[at])) {
      joins_.erase(joins_.begin() + static_cast<std::ptrdiff_t>(at));
      continue;
    }
    if (!is_ready(t, joins_[at])) {
      ++at;
      continue;
    }
    const auto join = std::move(joins_[at]);
    joins_.erase(joins_.begin() + static_cast<std::ptrdiff_t>(at));
    admit(t, join, nullptr);
  }
}

bool room::is_ready(turn& t, const waiting_join& join) {
  // Somebody has owned the room since: it is claimed again first, under a higher epoch.
  if (known_epoch_ > log_.epoch()) return false;
  if (is_named() && !is_member(t, join)) return false;
  const auto delivered = join.join.next - 1;
  if (delivered > stored(join.seat)) {
    if (log_.highest_waiting(join.seat) < delivered) log_.push({base_record{join.seat, delivered}});
    return false;
  }
  if (!needs_history(join)) return true;
  if (!history_) {
    history_.emplace();
    history_page_ = t.store(name_, read_log{});
  }
  return false;
}

bool room::needs_history(const waiting_join& join) const {
  return std::ranges::any_of(members_.all(), [&](const member& each) {
    if (each.seat == join.seat) return false;
    const auto at = join.join.applied.find(each.seat);
    const auto wanted = (at == join.join.applied.end() ? 0 : at->second) + 1;
    const auto kept_from = memory_.first(each.seat, stored(each.seat));
    // Below its base the log has nothing either.
    return std::max(wanted, reader_.seat(each.seat).base) < kept_from;
  });
}

void room::on_history(turn& t, const store_reply& reply) {
  const auto* page = std::get_if<log_page>(&reply);
  if (page == nullptr || !history_) {
    history_.reset();
    if (const auto* failed = std::get_if<store_failed>(&reply)) fail(t, failed->why);
    return;  // a lost link: its end refuses who waits
  }
  if (!history_->read(*page)) {
    history_page_ = t.store(name_, read_log{history_->last()});
    return;
  }
  const auto history = std::move(*history_);
  history_.reset();
  const auto joins = std::exchange(joins_, {});
  for (const auto& join : joins) {
    const bool is_early = at_ != phase::serving || known_epoch_ > log_.epoch() ||
                          join.join.next - 1 > stored(join.seat) ||
                          members_.find(join.seat)->state == presence_state::left;
    if (is_early)
      joins_.push_back(join);
    else
      admit(t, join, &history);
  }
  if (at_ != phase::serving) return;
  admit_waiting(t);
  flush(t);
}

void room::admit(turn& t, const waiting_join& join, const log_loader* history) {
  auto& who = *members_.find(join.seat);
  if (who.connection != 0) t.close(who.connection, wire::close_code::replaced);
  const bool was_present = who.state == presence_state::present;
  members_.sit(who, join.connection, join.sid, t.now.steady);
  if (!first_came_) first_came_ = t.now.steady;
  if (auto* const open = t.find(join.connection)) open->at = connection::phase::joined;
  if (join.join.epoch > 0) t.count(metric::resumes);
  // It has come after all.
  if (may_end_be_taken_back() && ending_->by == who.seat) ending_.reset();
  who.applied = join.join.applied;
  who.delivered = std::max(who.delivered, join.join.next - 1);
  forget_filtered(who.seat, join.join.next);

  auto result = join_result_for(t, who, join, history);
  who.delivered_told = result.delivered.value_or(0);
  t.answer(join.connection, join.id, std::move(result));
  who.owed = replay(backlog_for(who, history));
  next_page(t, who);
  if (!was_present) tell_others(t, who.seat, presence_of(t, who));
  on_receipt(t, who, join.join.applied, true);
  on_seen(t, who, join.join.seen);

  if (is_named()) return;
  if (members_.are_all_known()) open(t);
  if (opened_) members_.expect_back(t.now.steady);
}

// All have sat in it, so whoever is missing from now on is away. Believed at once: the member who
// says it may be gone again before its join is answered, and nobody else may know.
void room::open(turn& t) {
  if (std::exchange(opened_, true)) return;
  log_.push({opened_record{}});
  if (has_served_) members_.expect_back(t.now.steady);
}

seq_number room::base_of(seat_number seat, const log_loader* history) const {
  const auto kept_from = memory_.first(seat, stored(seat));
  if (history == nullptr) return kept_from;
  const auto log = history->reader().seat(seat);
  if (log.stored + 1 < kept_from)
    return kept_from;  // a hole between what the log and what memory holds
  return std::min(kept_from, history->found().first(seat, log.stored));
}

wire::join_result room::join_result_for(const turn& t, const member& who, const waiting_join& join,
                                        const log_loader* history) const {
  wire::join_result result{.epoch = log_.epoch(), .seat = who.seat};
  result.accepted = std::max(stored(who.seat), join.join.next - 1);
  result.time = t.now.wall;
  result.filtered = filtered_of(who.seat);
  result.grace_ms = static_cast<std::uint64_t>(t.settings.grace.count());
  for (const auto& each : members_.all()) {
    if (each.seat == who.seat) continue;
    if (each.state == presence_state::left && stored(each.seat) == 0) continue;  // never was here
    const auto left = members_.grace_left(each, t.settings.grace, t.now.steady);
    result.members.push_back({.seat = each.seat,
                              .name = each.name,
                              .state = each.state,
                              .left_ms = static_cast<std::uint64_t>(left.count()),
                              .base = base_of(each.seat, history),
                              .applied = is_named() ? wire::version_vector{} : effective(each),
                              .seen = is_named() ? wire::version_vector{} : seen_by(each)});
  }
  if (is_named()) result.delivered = delivered_of(who.seat);
  return result;
}

std::vector<message_ptr> room::backlog_for(const member& who, const log_loader* history) const {
  auto backlog = memory_.above(who.applied, who.seat);
  if (history == nullptr) return backlog;
  for (const auto& message : history->found().above(who.applied, who.seat)) {
    const auto seat = message->seat;
    if (message->seq >= base_of(seat, history) && message->seq < memory_.first(seat, stored(seat)))
      backlog.push_back(message);
  }
  return in_log_order(std::move(backlog));
}

void room::next_page(turn& t, member& who) {
  const auto page = who.owed.next(t.settings.page_bytes);
  for (const auto& each : page.messages)
    t.notify(who.connection, to_entry(*each));
  if (page.caught_up) {
    t.notify(who.connection, wire::caught_up{});
    tell_question(t, who);
  }
  if (!who.owed.is_finished()) t.ask_queue_level(who.connection);
}

void room::refuse_waiting(turn& t, const wire::rpc_error& why, wire::close_code code) {
  for (const auto& each : std::exchange(joins_, {})) {
    t.refuse(each.connection, each.id, why);
    t.close(each.connection, code);
  }
}

bool room::has_waiting_join(seat_number seat) const {
  return std::ranges::find(joins_, seat, &waiting_join::seat) != joins_.end();
}

}  // namespace parley::room
