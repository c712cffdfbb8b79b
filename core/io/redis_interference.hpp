// What one connection to Redis does with commands and replies while hooks are set: it breaks, goes
// deaf, or hears late.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"
#include "core/io/redis_hooks.hpp"
#include "core/io/redis_reply.hpp"

namespace parley::io {

class redis_interference {
 public:
  struct handlers {
    std::function<void(const redis_reply&)> hear;  // may end the connection, and this with it
    std::function<void()> cut;                     // likewise
  };

  redis_interference(event_loop& loop, redis_hooks& hooks, std::uint64_t connection,
                     handlers called)
      : loop_(loop), hooks_(hooks), connection_(connection), handlers_(std::move(called)) {}

  // False: nothing more may be sent; `cut` is called later than this call.
  [[nodiscard]] bool lets_send(std::uint64_t number);

  void take(redis_reply reply, std::uint64_t number);

  // Everything that is late, to be heard now, in order.
  [[nodiscard]] std::deque<redis_reply> take_late();

  [[nodiscard]] bool is_deaf() const { return is_deaf_; }

 private:
  struct late_reply {
    redis_reply reply;
    steady_time due;
  };
  void hear_due();
  void wait();

  event_loop& loop_;
  redis_hooks& hooks_;
  std::uint64_t connection_;
  handlers handlers_;
  std::deque<late_reply> late_;
  timer wait_;
  timer cut_;
  bool is_deaf_ = false;
  bool is_cut_ = false;
};

}  // namespace parley::io
