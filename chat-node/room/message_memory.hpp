// The messages of a room that some other member has not applied yet: what is replayed to who comes
// back, and what a lost tail of the log is written again from. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/messages.hpp"

namespace parley::room {

struct stored_message {
  entry_id id;
  seat_number seat = 0;
  seq_number seq = 0;
  std::string kind;
  std::string body;
  unix_ms at = 0;
  seq_number of = 0;  // the message that it edits or deletes; 0: none
  std::optional<wire::file_info> file{};
  std::optional<wire::sender_clock> clock{};
  std::optional<double> ref{};  // the node's clock to its reference when it was stored, in ms
  bool filtered = false;        // the words filter has changed the body
  friend bool operator==(const stored_message&, const stored_message&) = default;
};

// Shared by the memory and the queues of those it is replayed to.
using message_ptr = std::shared_ptr<const stored_message>;

// As the other members get it.
[[nodiscard]] wire::entry to_entry(const stored_message& message);

// As the log has them, or will: by id, yet each seat's in the order of their seqs. While a lost
// tail is being written again the two differ: the first of it have ids of the new epoch already.
[[nodiscard]] std::vector<message_ptr> in_log_order(std::vector<message_ptr> messages);

class message_memory {
 public:
  // A message that is kept already takes its new id. One that does not follow the last of its seat
  // makes the older ones of that seat unservable: they are forgotten.
  void keep(message_ptr message);

  // All of the seat up to seq.
  void forget(seat_number seat, seq_number seq);

  void drop(seat_number seat) { seats_.erase(seat); }  // all of it, and the seat

  [[nodiscard]] message_ptr find(seat_number seat, seq_number seq) const;  // null: not kept

  // The lowest seq from which the seat is kept without a hole; `stored` + 1 when nothing is.
  [[nodiscard]] seq_number first(seat_number seat, seq_number stored) const;

  // Those above the vector, of all seats but one, in log order.
  [[nodiscard]] std::vector<message_ptr> above(const wire::version_vector& applied,
                                               seat_number except = 0) const;

  [[nodiscard]] std::size_t size(seat_number seat) const;
  [[nodiscard]] std::size_t size() const;

 private:
  std::map<seat_number, std::deque<message_ptr>> seats_;  // each with seqs in order, without a hole
};

}  // namespace parley::room
