// Finds connections that have fallen silent, with one timer for all of them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <list>

#include "core/base/connection_id.hpp"

namespace parley::io {

// Connections stand in the order of their last frame, so everything but the alarm is O(1). Watching
// nothing, it does not keep the loop alive.
class idle_watch {
  using clock = std::chrono::steady_clock;
  struct entry {
    connection_id id;
    clock::time_point last_frame;
  };

 public:
  using place = std::list<entry>::iterator;  // valid until removed

  // `on_idle` must remove the connection.
  idle_watch(boost::asio::io_context& loop, std::chrono::milliseconds timeout,
             std::function<void(connection_id)> on_idle);

  place add(connection_id id);
  void touch(place at);  // a frame has come
  void remove(place at);

 private:
  void arm();
  void on_timer();

  const std::chrono::milliseconds timeout_;
  const std::function<void(connection_id)> on_idle_;
  std::list<entry> entries_;
  boost::asio::steady_timer timer_;
};

}  // namespace parley::io
