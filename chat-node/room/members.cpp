// Presence and receipts of a room's seats.
#include "chat-node/room/members.hpp"

#include <algorithm>
#include <utility>

namespace parley::room {

using wire::presence_state;

members::members(const std::vector<wire::seat_member>& seats, token_bucket_settings renames,
                 steady_time now) {
  for (const auto& seat : seats)
    all_.emplace_back(seat, renames, now);
  std::ranges::sort(all_, {}, &member::seat);
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
  const bool is_pair = all_.size() == 2;
  seq_number by_its_own_word = 0;
  std::optional<seq_number> least;
  for (const auto& other : all_) {
    if (other.seat == seat) {
      by_its_own_word = other.delivered;
      continue;
    }
    if (!is_pair && other.state != presence_state::present) continue;
    const auto at = other.applied.find(seat);
    const auto upto = at == other.applied.end() ? 0 : at->second;
    least = least ? std::min(*least, upto) : upto;
  }
  return std::max(by_its_own_word, least.value_or(0));
}

}  // namespace parley::room
