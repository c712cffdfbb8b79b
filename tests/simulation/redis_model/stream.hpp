// A stream of Redis that holds a room's log: explicit ids that grow, trimmed by whole blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "chat-node/room/log_record.hpp"

namespace parley::redis_model {

class stream {
 public:
  [[nodiscard]] const std::deque<room::log_entry>& entries() const { return entries_; }
  [[nodiscard]] entry_id top() const { return top_; }  // the highest id ever given out

  // At most `most`, oldest first.
  [[nodiscard]] std::vector<room::log_entry> after(entry_id id, std::size_t most) const;

  // False: the id is at or below the top, and nothing was done. A block takes `block` entries; a
  // real one is also bounded by bytes (stream-node-max-bytes).
  [[nodiscard]] bool add(const room::log_entry& entry, std::size_t block);

  // The mistake: stored among the others by its id, whatever that is.
  void add_anywhere(const room::log_entry& entry, std::size_t block);

  // MAXLEN ~: drops whole blocks as long as `most` entries are left.
  void trim(std::uint64_t most);

 private:
  void count_one(std::size_t block);

  std::deque<room::log_entry> entries_;
  std::deque<std::size_t> blocks_;  // how many entries each holds
  entry_id top_;
};

}  // namespace parley::redis_model
