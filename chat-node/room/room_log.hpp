// The writing end of a room's log: gives out the ids, keeps one append in flight, gathers what
// comes meanwhile, and tells after a lost reply what of it the log has. It neither talks to Redis
// nor knows what a record is for. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "chat-node/room/log_record.hpp"
#include "core/base/ids.hpp"
#include "core/wire/messages.hpp"

namespace parley::room {

// A request that is answered once its record is stored.
struct waiter {
  connection_id connection = 0;
  std::optional<wire::request_id> id;  // none: a notification, nobody waits
  friend bool operator==(const waiter&, const waiter&) = default;
};

// For one record; beyond, who asks is told to wait, so that asking again costs no memory.
inline constexpr std::size_t most_waiters = 16;

struct waiting_record {
  record what;
  std::vector<waiter> waiters{};
  friend bool operator==(const waiting_record&, const waiting_record&) = default;
};

struct stored_record {
  log_entry entry;
  std::vector<waiter> waiters{};
  friend bool operator==(const stored_record&, const stored_record&) = default;
};

class room_log {
 public:
  // A claim was granted with this entry: ids go on from there. Nothing may be in flight.
  void begin(entry_id moved);

  [[nodiscard]] std::uint64_t epoch() const { return top_.epoch; }
  [[nodiscard]] entry_id top() const { return top_; }  // the last entry known to be stored

  [[nodiscard]] bool is_idle() const { return in_flight_.empty() && waiting_.empty(); }
  [[nodiscard]] std::size_t size() const { return in_flight_.size() + waiting_.size(); }

  void push(waiting_record added) { waiting_.push_back(std::move(added)); }
  void push_front(waiting_record added) { waiting_.push_front(std::move(added)); }

  // The highest seq of the seat that waits or is in flight (as a message or a base); 0: none.
  [[nodiscard]] seq_number highest_waiting(seat_number seat) const;

  // Who waits for a message that is on its way already. Null: it is not.
  [[nodiscard]] std::vector<waiter>* waiters_of(seat_number seat, seq_number seq);

  // The next append, now in flight: with ids that follow the top. Empty while one is in flight or
  // nothing waits.
  [[nodiscard]] std::vector<log_entry> next_batch(std::size_t most);

  // All of what is in flight was stored.
  [[nodiscard]] std::vector<stored_record> take_stored();

  // None of it was, for certain: it is the first to go again.
  void put_back();

  // What the log's end looks like when it was unknown: its top, and the entries above ours. The
  // answer is what was stored of what is in flight (the rest is put back), or none if the log is
  // not as we left it: claim it again.
  [[nodiscard]] std::optional<std::vector<stored_record>> settle(
      const std::optional<entry_id>& top, const std::vector<log_entry>& above);

  // Everything that is in flight or waits, in order; nothing is left.
  [[nodiscard]] std::vector<waiting_record> take_all();

 private:
  std::vector<stored_record> take_front(std::size_t count);

  entry_id top_;
  std::deque<stored_record> in_flight_;
  std::deque<waiting_record> waiting_;
};

}  // namespace parley::room
