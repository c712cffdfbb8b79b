// What one connection is still owed of the log: pages of a bounded size, so that nobody's backlog
// is pushed into a socket at once. Live messages wait behind it, since the log's order is kept.
// Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "chat-node/room/message_memory.hpp"

namespace parley::room {

class replay {
 public:
  struct page {
    std::vector<message_ptr> messages;
    bool caught_up = false;  // with this page, all that the room held at the join has been sent
  };

  // A finished replay, which nothing has begun.
  replay() = default;

  // What the room held at the join.
  explicit replay(std::vector<message_ptr> backlog);

  // A message that was stored while the backlog is being sent.
  void add(message_ptr live);

  // As many as fit into the budget, at least one if any are left.
  [[nodiscard]] page next(std::size_t budget_bytes);

  [[nodiscard]] bool is_finished() const { return queue_.empty() && caught_up_; }
  [[nodiscard]] std::size_t live_bytes() const { return live_bytes_; }  // added and not yet sent

 private:
  std::deque<message_ptr> queue_;
  std::size_t backlog_left_ = 0;
  std::size_t live_bytes_ = 0;
  bool caught_up_ = true;
};

}  // namespace parley::room
