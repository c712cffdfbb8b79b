// How a room ends here: somebody leaves, does not come (back), or falls silent; or it moves to
// another node.
#include <algorithm>
#include <utility>

#include "chat-node/room/room.hpp"
#include "core/wire/state_names.hpp"

namespace parley::room {

using wire::presence_state;
using wire::room_end;

namespace {

// Three heartbeats of a client: one that is silent for longer may be gone without a word, and sit
// elsewhere.
constexpr milliseconds half_open_after{15'000};

std::string to_text(room_end reason) {
  return std::string(find_name(wire::room_end_names, reason));
}

}  // namespace

void room::on_leave(turn& t, member& who, waiter from) {
  if (moving_to_) return;  // its connection is about to close; it leaves at the other node
  if (!ending_) ending_ = ending{room_end::left, who.seat, {}};
  if (ending_->leavers.size() >= most_waiters) {
    wire::rpc_error busy{.code = wire::error_code::busy};
    busy.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
    return t.refuse(from.connection, from.id, std::move(busy));
  }
  ending_->leavers.push_back(std::move(from));
  flush(t);
}

void room::want_end(turn& t, room_end reason, std::optional<seat_number> by) {
  ending_ = ending{reason, by, {}};
  flush(t);
}

// It is wanted for somebody's absence, who may come before it is done; and nobody has left since.
bool room::may_end_be_taken_back() const {
  return ending_ && ending_->reason != room_end::left && ending_->leavers.empty();
}

bool room::is_half_open(turn& t, const member& who) {
  const auto* const from = t.find(who.connection);
  return from != nullptr && t.now.steady - from->last_heard >= half_open_after;
}

void room::watch_absence(turn& t) {
  const auto now = t.now.steady;
  if (now - last_talk_ >= t.settings.idle_ttl) return want_end(t, room_end::expired, std::nullopt);
  if (!first_came_) return watch_empty(t);
  bool is_long = false;
  for (const auto& each : members_.all()) {
    if (each.state == presence_state::present) {
      is_long = is_long || is_half_open(t, each);
      continue;
    }
    if (has_waiting_join(each.seat)) continue;
    const bool is_expected = each.state == presence_state::expected;
    if (is_expected && now - *first_came_ >= t.settings.join_timeout)
      return want_end(t, room_end::no_show, each.seat);
    if (!is_expected && now - each.since >= t.settings.grace)
      return want_end(t, room_end::gone, each.seat);
    is_long = is_long || now - each.since >= t.settings.away_check;
  }
  // Perhaps it sits at another node: a stale owner would wait for ever. And a room may have been
  // taken by a node to which none of its members then came: all sit here, and there it is about to
  // be ended for their absence.
  const auto patience = is_long ? t.settings.away_check : t.settings.grace / 4;
  if (owner_check_ == 0 && now - last_check_ >= patience) check_owner(t);
}

// Whoever made this node take the room went elsewhere before it could be served. Nobody here knows
// of anybody's absence, so the room is not ended: it is forgotten, and whoever comes finds it
// again.
void room::watch_empty(turn& t) {
  if (t.now.steady - served_since_ >= t.settings.grace) return void(at_ = phase::over);
  if (owner_check_ == 0 && t.now.steady - last_check_ >= t.settings.away_check) check_owner(t);
}

void room::end(turn& t) {
  at_ = phase::ending;
  step_ = t.store(name_, end_room{log_.epoch(), to_text(ending_->reason), ending_->by});
}

void room::on_ended(turn& t, const std::string& reason, std::optional<seat_number> by) {
  // A word of another version counts as `left`.
  const auto why = find_value(wire::room_end_names, reason).value_or(room_end::left);
  if (has_served_) t.count(metric::ended, to_text(why));
  for (const auto& each : members_.all()) {
    if (each.connection == 0) continue;
    bool has_left = false;
    if (ending_) {
      for (const auto& from : ending_->leavers) {
        if (from.connection != each.connection) continue;
        t.answer(from.connection, from.id, wire::empty_result{});
        has_left = true;
      }
    }
    if (!has_left) {
      wire::ended said{.reason = why, .by = by};
      if (why == room_end::no_show)
        said.priority = t.tokens.sign(wire::priority_claims{each.sid}, t.now.wall);
      t.notify(each.connection, std::move(said));
    }
    t.close(each.connection, wire::close_code::room_ended);
  }
  wire::rpc_error error{.code = wire::error_code::room_ended};
  error.reason = to_text(why);
  error.by = by;
  refuse_waiting(t, error, wire::close_code::room_ended);
  at_ = phase::over;
}

void room::move_to(turn& t, std::string target) {
  if (moving_to_) return;
  moving_to_ = std::move(target);
  // No move waits for the filter: what it has not looked at is said again at the next node.
  (void)take_unlooked_at();
  flush(t);
}

void room::finish_move(turn& t) {
  t.log(severity::info, "room moved away", {{"room", name_}, {"to", *moving_to_}});
  tell_others(t, 0, wire::moved{*moving_to_});
  refuse_waiting(t, {.code = wire::error_code::draining}, wire::close_code::moved);
  close_all(t, wire::close_code::moved);
}

}  // namespace parley::room
