// Presence and receipts of a room's seats.
#include "chat-node/room/members.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace parley::room {

using wire::presence_state;

members::members(const std::vector<wire::seat_member>& seats, token_bucket_settings renames,
                 steady_time now) {
  for (const auto& seat : seats)
    all_.emplace_back(seat, renames, now);
  std::ranges::sort(all_, {}, &member::seat);
}

member& members::add(wire::seat_member who, token_bucket_settings renames, steady_time now) {
  const auto at = std::ranges::upper_bound(all_, who.seat, {}, &member::seat);
  auto& added = *all_.emplace(at, std::move(who), renames, now);
  added.state = presence_state::left;
  return added;
}

void members::remove(seat_number seat) {
  std::erase_if(all_, [seat](const member& each) { return each.seat == seat; });
  for (auto& each : all_)
    each.applied.erase(seat);
}

std::size_t members::count() const {
  return static_cast<std::size_t>(std::ranges::count_if(all_, [](const member& each) {
    return each.state != presence_state::left || each.is_joining;
  }));
}

member* members::find(seat_number seat) {
  const auto at = std::ranges::find(all_, seat, &member::seat);
  return at == all_.end() ? nullptr : &*at;
}

member* members::find_connection(connection_id id) {
  const auto at = std::ranges::find(all_, id, &member::connection);
  return at == all_.end() || id == 0 ? nullptr : &*at;
}

void members::sit(member& who, connection_id connection, std::string sid, steady_time now) {
  who.state = presence_state::present;
  who.since = now;
  who.connection = connection;
  who.sid = std::move(sid);
  who.is_typing = false;
  who.is_given_up = who.has_said_goodbye = false;
}

void members::stand_up(member& who, steady_time now) {
  who.state = presence_state::away;
  who.since = now;
  who.connection = 0;
  who.is_typing = false;
  who.owed = {};
}

bool members::are_all_known() const {
  return std::ranges::none_of(
      all_, [](const member& each) { return each.state == presence_state::expected; });
}

void members::expect_back(steady_time now) {
  for (auto& each : all_) {
    if (each.state != presence_state::expected) continue;
    each.state = presence_state::away;
    each.since = now;
  }
}

void members::excuse(steady_time now) {
  for (auto& each : all_)
    if (each.state != presence_state::present) each.since = now;
}

milliseconds members::grace_left(const member& who, milliseconds grace, steady_time now) const {
  if (who.state != presence_state::away) return milliseconds{0};
  return std::max(milliseconds{0}, grace - (now - who.since));
}

seq_number members::applied_by_others(seat_number seat) const {
  seq_number by_its_own_word = 0;
  std::optional<seq_number> least;
  for (const auto& other : all_) {
    if (other.seat == seat) {
      by_its_own_word = other.delivered;
      continue;
    }
    const bool is_there =
        other.state == presence_state::present || other.state == presence_state::away;
    if (is_named_ && (!is_there || other.is_given_up)) continue;
    const auto at = other.applied.find(seat);
    const auto upto = at == other.applied.end() ? 0 : at->second;
    least = least ? std::min(*least, upto) : upto;
  }
  constexpr auto unbounded = std::numeric_limits<seq_number>::max();
  return std::max(by_its_own_word, least.value_or(is_named_ ? unbounded : 0));
}

}  // namespace parley::room
