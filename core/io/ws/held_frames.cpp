// The timer stands at the earliest frame's time.
#include "core/io/ws/held_frames.hpp"

#include <utility>

namespace parley::io {

void held_frames::put(held_frame frame, clock::time_point due) {
  const auto placed = frames_.emplace(due, std::move(frame));
  if (placed == frames_.begin()) arm();
}

void held_frames::release() {
  timer_.cancel();
  hand_on(clock::time_point::max());
}

void held_frames::arm() {
  if (frames_.empty()) return;
  timer_.expires_at(frames_.begin()->first);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    hand_on(clock::now());
    arm();
  });
}

// What is handed on may lead to more being put.
void held_frames::hand_on(clock::time_point until) {
  while (!frames_.empty() && frames_.begin()->first <= until) {
    const auto next = frames_.extract(frames_.begin());
    on_due_(next.mapped());
  }
}

}  // namespace parley::io
