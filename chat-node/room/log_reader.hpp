// The reading rule: in log order, a message counts only if it is the next of its seat. Every reader
// that follows it knows the same of the room, whatever a rewind of Redis has doubled or left out.
// Pure.
#pragma once

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

 private:
  // All of the seat up to seq is known to have been: what the log does not hold of it is not
  // served.
  void advance(seat_number seat, seq_number seq);

  log_state state_;
};

}  // namespace parley::room
