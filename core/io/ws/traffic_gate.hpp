// Holds back one direction of one connection: frozen, or so many bytes a second. It moves no bytes;
// it says when they may move.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>

#include "core/io/ws/transport_hooks.hpp"

namespace parley::io {

// For one operation at a time, as a direction of a connection has. What waits keeps the gate's
// owner alive: it must hold a reference to it.
class traffic_gate {
 public:
  explicit traffic_gate(const boost::asio::any_io_executor& executor) : timer_(executor) {}

  void shape(link_shape shape);

  // As many bytes as should be moved at once.
  [[nodiscard]] std::size_t portion(std::size_t wanted) const;

  // Calls `go` when `bytes` may pass: at once, or from the loop.
  void pass(std::size_t bytes, std::function<void()> go);

 private:
  using clock = std::chrono::steady_clock;
  [[nodiscard]] clock::time_point due() const;

  link_shape shape_;
  clock::time_point free_at_{};  // when what has passed has had its time
  boost::asio::steady_timer timer_;
};

}  // namespace parley::io
