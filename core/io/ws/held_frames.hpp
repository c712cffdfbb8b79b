// Frames that are handed on later than they came, each at its own time: one timer for all of them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/io/ws/transport_hooks.hpp"

namespace parley::io {

struct held_frame {
  connection_id connection = 0;
  transport_direction direction = transport_direction::inbound;
  std::string text;
};

// Frames that fall due together are handed on in the order in which they were put.
class held_frames {
 public:
  using clock = std::chrono::steady_clock;

  held_frames(boost::asio::io_context& loop, std::function<void(const held_frame&)> on_due)
      : on_due_(std::move(on_due)), timer_(loop) {}

  void put(held_frame frame, clock::time_point due);

  // Hands all of them on now, in the order of their times.
  void release();

 private:
  void arm();
  void hand_on(clock::time_point until);

  std::function<void(const held_frame&)> on_due_;
  std::multimap<clock::time_point, held_frame> frames_;
  boost::asio::steady_timer timer_;
};

}  // namespace parley::io
