// What the members of a room have said and the words filter has not looked at: in the order in
// which it was said, with one question to the filter's hook at a time. It neither asks nor knows
// the log. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "chat-node/room/room_log.hpp"

namespace parley::room {

// What of a record others will read as its sender's own words; null: nothing.
[[nodiscard]] std::string* words_of(record& what);

// Changes them, and marks a message as changed.
void set_words(record& what, std::string words);

class screen {
 public:
  [[nodiscard]] bool is_empty() const { return waiting_.empty(); }
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }

  void push(waiting_record said) { waiting_.push_back(std::move(said)); }

  // The highest seq of the seat that waits; 0: none.
  [[nodiscard]] seq_number highest_waiting(seat_number seat) const;

  // Who waits for a message that waits here. Null: it does not.
  [[nodiscard]] std::vector<waiter>* waiters_of(seat_number seat, seq_number seq);

  // Of the first ones that wait, at most that many: they are asked about from now on. Empty: none
  // of them says anything.
  [[nodiscard]] std::vector<std::string> next_question(std::size_t most);

  // Those that were asked about.
  [[nodiscard]] std::vector<waiting_record> take_asked() { return take(asked_); }
  [[nodiscard]] std::vector<waiting_record> take_all() { return take(waiting_.size()); }

 private:
  [[nodiscard]] std::vector<waiting_record> take(std::size_t count);

  std::deque<waiting_record> waiting_;
  std::size_t asked_ = 0;  // of them, the first
};

}  // namespace parley::room
