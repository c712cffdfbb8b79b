// Ids and order of a room's appends.
#include "chat-node/room/room_log.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"

namespace parley::room {
namespace {

seq_number seq_of(const record& what, seat_number seat) {
  if (const auto* message = std::get_if<message_record>(&what))
    return message->seat == seat ? message->seq : 0;
  if (const auto* base = std::get_if<base_record>(&what)) return base->seat == seat ? base->seq : 0;
  return 0;
}

bool is_message(const record& what, seat_number seat, seq_number seq) {
  const auto* message = std::get_if<message_record>(&what);
  return message != nullptr && message->seat == seat && message->seq == seq;
}

}  // namespace

void room_log::begin(entry_id moved) {
  PARLEY_CHECK(in_flight_.empty());
  top_ = moved;
}

seq_number room_log::highest_waiting(seat_number seat) const {
  seq_number highest = 0;
  for (const auto& each : in_flight_)
    highest = std::max(highest, seq_of(each.entry.what, seat));
  for (const auto& each : waiting_)
    highest = std::max(highest, seq_of(each.what, seat));
  return highest;
}

std::vector<waiter>* room_log::waiters_of(seat_number seat, seq_number seq) {
  for (auto& each : in_flight_)
    if (is_message(each.entry.what, seat, seq)) return &each.waiters;
  for (auto& each : waiting_)
    if (is_message(each.what, seat, seq)) return &each.waiters;
  return nullptr;
}

std::vector<log_entry> room_log::next_batch(std::size_t most) {
  std::vector<log_entry> batch;
  if (!in_flight_.empty()) return batch;
  auto id = top_;
  while (batch.size() < most && !waiting_.empty()) {
    ++id.n;
    auto& next = waiting_.front();
    batch.push_back({id, next.what});
    in_flight_.push_back({{id, std::move(next.what)}, std::move(next.waiters)});
    waiting_.pop_front();
  }
  return batch;
}

std::vector<stored_record> room_log::take_stored() {
  return take_front(in_flight_.size());
}

void room_log::put_back() {
  while (!in_flight_.empty()) {
    auto& last = in_flight_.back();
    waiting_.push_front({std::move(last.entry.what), std::move(last.waiters)});
    in_flight_.pop_back();
  }
}

std::optional<std::vector<stored_record>> room_log::settle(const std::optional<entry_id>& top,
                                                           const std::vector<log_entry>& above) {
  if (above.size() > in_flight_.size()) return std::nullopt;
  const auto same = [](const log_entry& found, const stored_record& ours) {
    return found == ours.entry;
  };
  if (!std::equal(above.begin(), above.end(), in_flight_.begin(), same)) return std::nullopt;
  if (top != (above.empty() ? top_ : above.back().id)) return std::nullopt;
  auto stored = take_front(above.size());
  put_back();
  return stored;
}

std::vector<waiting_record> room_log::take_all() {
  put_back();
  std::vector<waiting_record> all(std::make_move_iterator(waiting_.begin()),
                                  std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  return all;
}

std::vector<stored_record> room_log::take_front(std::size_t count) {
  std::vector<stored_record> taken;
  for (; count > 0; --count) {
    top_ = in_flight_.front().entry.id;
    taken.push_back(std::move(in_flight_.front()));
    in_flight_.pop_front();
  }
  return taken;
}

}  // namespace parley::room
