// What is different in a named room: members come and go at any time, and who is not there is not
// waited for.
#include <algorithm>
#include <utility>

#include "chat-node/room/room.hpp"
#include "core/wire/limits.hpp"

namespace parley::room {

using wire::close_code;
using wire::error_code;
using wire::presence_state;

namespace {

bool counts(const member& each) {
  return each.state != presence_state::left && !each.is_given_up;
}

}  // namespace

wire::presence room::presence_of(const turn& t, const member& who) const {
  const auto left = members_.grace_left(who, t.settings.grace, t.now.steady);
  return {who.seat, who.state, static_cast<std::uint64_t>(left.count()),
          is_named() ? who.name : std::string{}};
}

// A seat's number is made of its session's: two sessions may, once in a thousand million times,
// have the same one, and only one can sit.
bool room::has_place_for(turn& t, const waiting_join& join) {
  const auto* const who = members_.find(join.seat);
  const bool is_other_waiting = std::ranges::any_of(joins_, [&join](const waiting_join& each) {
    return each.seat == join.seat && each.sid != join.sid;
  });
  const bool is_taken = who != nullptr && who->connection != 0 && who->sid != join.sid;
  const bool is_crowded =
      who == nullptr && members_.all().size() >= wire::max_seats && !make_place();
  if (is_taken || is_other_waiting || is_crowded) {
    wire::rpc_error busy{.code = error_code::busy};
    busy.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
    t.refuse(join.connection, join.id, std::move(busy));
    t.close(join.connection, close_code::rate_limited);
    return false;
  }
  if (who == nullptr) members_.add({join.seat, join.name}, t.settings.renames, t.now.steady);
  return true;
}

// Once the log has told whose room it is and who is in it.
bool room::is_turned_away(turn& t, const waiting_join& join) {
  const auto& who = *members_.find(join.seat);
  if (join.lock != lock_) {
    t.refuse(join.connection, join.id, {.code = error_code::key_wrong});
    t.close(join.connection, close_code::token_invalid);
    return true;
  }
  const bool is_new = who.state == presence_state::left && !who.is_joining;
  if (!is_new || members_.count() < join.limit) return false;
  t.refuse(join.connection, join.id, {.code = error_code::room_full, .limit = join.limit});
  t.close(join.connection, close_code::room_ended);
  return true;
}

// False: the log is to say so first, and a crowd at the door comes in one by one.
bool room::is_member(const turn& t, const waiting_join& join) {
  auto& who = *members_.find(join.seat);
  if (who.state != presence_state::left) return true;
  if (!who.is_joining && newcomers_left_.take(t.now.steady)) {
    who.is_joining = true;
    log_.push({joined_record{who.seat, who.name}});
  }
  return false;
}

void room::on_joined(turn& t, const joined_record& joined) {
  auto* const who = members_.find(joined.seat);
  if (who == nullptr) return;
  who->is_joining = false;
  if (who->state != presence_state::left) return;
  who->state = presence_state::away;
  who->since = t.now.steady;
  who->is_given_up = false;
  if (!has_waiting_join(who->seat)) tell_others(t, who->seat, presence_of(t, *who));
}

void room::leave_named(turn& t, member& who, waiter from) {
  if (moving_to_ || who.has_said_goodbye) return;
  if (log_.size() >= t.settings.waiting_entries) {
    wire::rpc_error busy{.code = error_code::busy};
    busy.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
    return t.refuse(from.connection, from.id, std::move(busy));
  }
  who.has_said_goodbye = true;
  submit(t, {left_record{who.seat}, {std::move(from)}});  // behind what it has said
}

void room::on_left(turn& t, seat_number seat, const std::vector<waiter>& leavers) {
  auto* const who = members_.find(seat);
  if (who == nullptr || who->state == presence_state::left) return;
  who->is_leaving = false;
  if (leavers.empty() && who->connection != 0) {  // it has come back meanwhile
    if (!std::exchange(who->is_joining, true)) log_.push({joined_record{seat, who->name}});
    return;
  }
  for (const auto& from : leavers)
    t.answer(from.connection, from.id, wire::empty_result{});
  if (who->connection != 0) t.close(who->connection, close_code::room_ended);
  members_.stand_up(*who, t.now.steady);
  who->state = presence_state::left;
  tell_others(t, seat, presence_of(t, *who));
  forget_applied(t);  // nobody waits for it any more
}

// As watch_absence does for a pair, but nobody's absence ends the room.
void room::watch_members(turn& t) {
  const auto now = t.now.steady;
  bool is_anybody = false;
  bool is_long = false;
  for (auto& each : members_.all()) {
    if (each.state == presence_state::left) continue;
    is_anybody = true;
    is_long = is_long ||
              (each.state == presence_state::present ? is_half_open(t, each)
                                                     : now - each.since >= t.settings.away_check);
    const bool is_over = each.state == presence_state::away && !has_waiting_join(each.seat) &&
                         now - each.since >= t.settings.grace;
    if (is_over && !std::exchange(each.is_leaving, true)) log_.push({left_record{each.seat}});
  }
  give_up_absent(t);
  forget_departed(t);
  if (is_anybody) keep_alive(t);
  if (at_ == phase::serving) admit_waiting(t);
  flush(t);
  if (at_ != phase::serving || moving_to_) return;
  // Its log stays: whoever comes next finds what was said.
  const bool is_still = joins_.empty() && log_.is_idle() && screen_.is_empty();
  if (!is_anybody && is_still) return void(at_ = phase::over);
  const auto patience = is_long ? t.settings.away_check : t.settings.grace / 4;
  if (owner_check_ == 0 && now - last_check_ >= patience) check_owner(t);
}

void room::give_up_absent(turn& t) {
  bool is_news = false;
  for (auto& each : members_.all()) {
    const bool is_absent = each.state == presence_state::away && !each.is_given_up;
    if (!is_absent || t.now.steady - each.since < t.settings.short_absence) continue;
    is_news = each.is_given_up = true;
  }
  if (is_news) forget_applied(t);
}

// Nobody may keep all the others' words undelivered: who is far behind comes back and catches up
// from the log.
void room::cut_laggards(turn& t) {
  if (memory_.size() <= t.settings.lag_entries) return;
  std::vector<member*> far_behind;
  for (auto& each : members_.all()) {
    if (!counts(each)) continue;
    // Who has had no chance yet: it is on its way back, or still reads what was said before.
    const bool is_just_gone =
        each.connection == 0 && t.now.steady - each.since < t.settings.short_absence;
    if (is_just_gone || !each.owed.is_finished()) continue;
    seq_number lacks = 0;
    for (const auto& from : members_.all()) {
      if (from.seat == each.seat || memory_.size(from.seat) == 0) continue;
      const auto at = each.applied.find(from.seat);
      const auto has = std::max(at == each.applied.end() ? 0 : at->second,
                                memory_.first(from.seat, stored(from.seat)) - 1);
      lacks += stored(from.seat) - std::min(has, stored(from.seat));
    }
    if (lacks > t.settings.lag_entries / 2) far_behind.push_back(&each);
  }
  for (auto* const each : far_behind) {
    t.count(metric::slow_consumers);
    if (each->connection != 0) {
      t.close(each->connection, close_code::slow_consumer);
      stand_up(t, *each);
    }
    each->is_given_up = true;
  }
  if (!far_behind.empty()) forget_applied(t);
}

// Of who has left and has nothing in the log any more nothing is known, so that a busy room does
// not grow for ever.
void room::forget_departed(const turn& t) {
  std::vector<seat_number> gone;
  for (const auto& each : members_.all()) {
    const bool is_in_log =
        stored(each.seat) > 0 && each.last_n + t.settings.trim * 5 / 4 >= log_.top().n;
    if (!is_in_log && is_departed(each)) gone.push_back(each.seat);
  }
  for (const auto seat : gone)
    forget(seat);
}

// Nobody waits for it, and nobody for its words.
bool room::is_departed(const member& who) const {
  return who.state == presence_state::left && !who.is_joining && !has_waiting_join(who.seat) &&
         memory_.size(who.seat) == 0 && log_.highest_waiting(who.seat) == 0;
}

void room::forget(seat_number seat) {
  members_.remove(seat);
  memory_.drop(seat);
  stored_.erase(seat);
  filtered_.erase(seat);
  reader_.forget(seat);
}

// When so many have come and gone that nobody else would be known, whoever was silent for longest
// is forgotten, also if the log still has something of theirs.
bool room::make_place() {
  const member* oldest = nullptr;
  for (const auto& each : members_.all()) {
    if (is_departed(each) && (oldest == nullptr || each.last_n < oldest->last_n)) oldest = &each;
  }
  if (oldest != nullptr) forget(oldest->seat);
  return oldest != nullptr;
}

// A room in which nobody speaks lives on as long as somebody is in it.
void room::keep_alive(turn& t) {
  if (at_ != phase::serving || t.now.steady - last_touch_ < t.settings.named_kept / 24) return;
  if (log_.is_idle()) log_.push({snapshot_record{reader_.state()}});
}

void room::learn_member(const turn& t, seat_number seat, const seat_log& log) {
  auto* who = members_.find(seat);
  if (who != nullptr && has_served_) return;  // what is known here is newer
  if (who == nullptr) {
    who = &members_.add({seat, log.name}, t.settings.renames, t.now.steady);
    // It has left and was forgotten here, and Redis has gone back to when it was not: who is
    // present has had its messages, and who comes finds them in the log.
    if (has_served_) {
      stored_[seat] = std::max(stored(seat), log.stored);
      who->last_n = log_.top().n;
    }
  }
  if (!log.is_member || who->state != presence_state::left) return;
  who->state = presence_state::away;
  who->since = t.now.steady;
}

void room::write_member_again(member& who, const seat_log& log) {
  who.is_joining = who.is_leaving = false;
  const bool is_in = who.state != presence_state::left;
  if (is_in && !log.is_member) return log_.push({joined_record{who.seat, who.name}});
  if (!is_in && stored(who.seat) == 0) return;  // it waits to join
  if (!is_in && log.is_member) log_.push({left_record{who.seat}});
  if (who.name != log.name) log_.push({name_record{who.seat, who.name}});
}

}  // namespace parley::room
