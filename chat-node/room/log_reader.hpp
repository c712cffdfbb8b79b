// The reading rule: in log order, a message counts only if it is the next of its seat, and a
// snapshot or a base only if its n is the next one. Every reader that follows it knows the same of
// the room, whatever a rewind of Redis has doubled or left out. Pure.
#pragma once

#include <optional>

#include "chat-node/room/log_record.hpp"

namespace parley::room {

// A fold over the log. May begin anywhere in it: what was trimmed away is learnt from the first
// snapshot.
class log_reader {
 public:
  // Takes the next entry. True: it is a message that counts; false: void, or not a message.
  bool read(const log_entry& entry);

  [[nodiscard]] const log_state& state() const { return state_; }
  [[nodiscard]] seat_log seat(seat_number seat) const;  // of a seat never heard of: the default

  // As if it had never been heard of; what the log still has of it does not count any more.
  void forget(seat_number seat) { state_.seats.erase(seat); }

 private:
  // All of the seat up to seq is known to have been: what the log does not hold of it is not
  // served.
  void advance(seat_number seat, seq_number seq);

  // The entry was written by who knew this log: n counts on by one, over all epochs, and whoever
  // signs has made the last claim. When Redis has lost a log without breaking a link, its owner
  // goes on from the n that it had, perhaps in the log of another owner: what it says of seats then
  // is of the log that is lost.
  bool follows(const log_entry& entry);

  log_state state_;
  std::optional<entry_id> last_;  // that followed
  std::string owner_;             // who made the last claim; empty: not told
};

}  // namespace parley::room
