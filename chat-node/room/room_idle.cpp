// Nobody has said anything for long: all who are present are asked whether they are still there,
// and who does not answer in time ends the room.
#include <algorithm>

#include "chat-node/room/room.hpp"

namespace parley::room {

namespace {

bool is_there(const member& each) {
  return each.connection != 0;
}

bool is_asleep(const member& each) {
  return is_there(each) && !each.is_awake;
}

}  // namespace

void room::on_stay(turn& t, member& who, const waiter& from) {
  who.is_awake = true;
  t.answer(from.connection, from.id, wire::empty_result{});
  settle_if_all_are_awake(t);
}

void room::watch_silence(turn& t) {
  if (t.settings.idle_ask == milliseconds{0}) return;
  if (!question_until_) {
    if (t.now.steady - silent_since_ >= t.settings.idle_ask) ask_whether_idle(t);
    return;
  }
  settle_if_all_are_awake(t);  // who had not answered may have gone
  if (!question_until_ || t.now.steady < *question_until_) return;
  question_until_.reset();
  silent_since_ = t.now.steady;
  const auto& all = members_.all();
  const auto sleepers = std::ranges::count_if(all, is_asleep);
  std::optional<seat_number> by;
  if (sleepers == 1) by = std::ranges::find_if(all, is_asleep)->seat;
  want_end(t, wire::room_end::idle, by);
}

// Whom nobody can ask, the grace of the absent judges.
void room::ask_whether_idle(turn& t) {
  if (std::ranges::none_of(members_.all(), is_there)) return;
  question_until_ = t.now.steady + t.settings.idle_answer;
  for (auto& each : members_.all()) {
    each.is_awake = false;
    tell_question(t, each);
  }
}

void room::tell_question(turn& t, const member& who) {
  if (!question_until_ || !is_asleep(who)) return;
  const auto left = std::max(milliseconds{1}, *question_until_ - t.now.steady);
  t.notify(who.connection, wire::idle{static_cast<std::uint64_t>(left.count())});
}

void room::settle_question(turn& t) {
  silent_since_ = t.now.steady;
  if (!question_until_) return;
  question_until_.reset();
  tell_others(t, 0, wire::idle{0});
}

// Also when nobody is there who could answer.
void room::settle_if_all_are_awake(turn& t) {
  if (question_until_ && std::ranges::none_of(members_.all(), is_asleep)) settle_question(t);
}

}  // namespace parley::room
