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
    bool is_asked = false;  // on_quiet was called since
  };

 public:
  using place = std::list<entry>::iterator;  // valid until removed

  // Half the time-out without a frame: `on_quiet`, once, so that the peer can be asked. All of it:
  // `on_idle`, which must remove the connection.
  idle_watch(boost::asio::io_context& loop, std::chrono::milliseconds timeout,
             std::function<void(connection_id)> on_quiet,
             std::function<void(connection_id)> on_idle);

  place add(connection_id id);
  void touch(place at);  // a frame has come
  void remove(place at);

 private:
  void arm();
  void on_timer();
  void ask_the_quiet(clock::time_point now);

  const std::chrono::milliseconds timeout_;
  const std::function<void(connection_id)> on_quiet_;
  const std::function<void(connection_id)> on_idle_;
  std::list<entry> entries_;
  boost::asio::steady_timer timer_;
};

}  // namespace parley::io
