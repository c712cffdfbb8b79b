// Late replies wait in one queue, so that they stay in order.
#include "core/io/redis_interference.hpp"

#include <algorithm>
#include <utility>

namespace parley::io {

bool redis_interference::lets_send(std::uint64_t number) {
  if (is_cut_) return false;
  if (hooks_.on_command(connection_, number) == command_fate::go_on) return true;
  is_cut_ = true;
  cut_ = loop_.after(milliseconds{0}, [cut = handlers_.cut] { cut(); });
  return false;
}

void redis_interference::take(redis_reply reply, std::uint64_t number) {
  if (is_deaf_) return;
  const auto fate = hooks_.on_reply(connection_, number);
  if (fate.what == reply_fate::kind::deaf) {
    is_deaf_ = true;
    return;
  }
  if (fate.what == reply_fate::kind::cut) {
    is_deaf_ = true;
    const auto cut = handlers_.cut;
    return cut();
  }
  if (late_.empty() && fate.delay <= milliseconds{0}) {
    const auto hear = handlers_.hear;
    return hear(reply);
  }
  auto due = loop_.now().steady + fate.delay;
  if (!late_.empty()) due = std::max(due, late_.back().due);
  late_.push_back({std::move(reply), due});
  if (!wait_.is_running()) wait();
}

std::deque<redis_reply> redis_interference::take_late() {
  std::deque<redis_reply> taken;
  for (auto& each : std::exchange(late_, {}))
    taken.push_back(std::move(each.reply));
  wait_.cancel();
  return taken;
}

void redis_interference::wait() {
  const auto left = late_.front().due - loop_.now().steady;
  wait_ = loop_.after(std::max(left, milliseconds{0}), [this] { hear_due(); });
}

// One at a time: to hear it may end the connection.
void redis_interference::hear_due() {
  const auto next = std::move(late_.front().reply);
  late_.pop_front();
  if (!late_.empty()) wait();
  const auto hear = handlers_.hear;
  hear(next);
}

}  // namespace parley::io
