// Takes pages off the front of the queue and counts where the backlog ends.
#include "chat-node/room/replay.hpp"

#include <utility>

namespace parley::room {
namespace {

constexpr std::size_t frame_overhead_bytes = 128;  // the entry's frame without its body

std::size_t cost(const message_ptr& message) {
  return message->body.size() + frame_overhead_bytes;
}

}  // namespace

replay::replay(std::vector<message_ptr> backlog)
    : queue_(std::make_move_iterator(backlog.begin()), std::make_move_iterator(backlog.end())),
      backlog_left_(queue_.size()),
      caught_up_(false) {}

void replay::add(message_ptr live) {
  live_bytes_ += cost(live);
  queue_.push_back(std::move(live));
}

replay::page replay::next(std::size_t budget_bytes) {
  page taken;
  std::size_t bytes = 0;
  while (!queue_.empty() &&
         (taken.messages.empty() || bytes + cost(queue_.front()) <= budget_bytes)) {
    bytes += cost(queue_.front());
    if (backlog_left_ > 0)
      --backlog_left_;
    else
      live_bytes_ -= cost(queue_.front());
    taken.messages.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (backlog_left_ == 0 && !caught_up_) break;
  }
  if (backlog_left_ == 0 && !caught_up_) taken.caught_up = caught_up_ = true;
  return taken;
}

}  // namespace parley::room
