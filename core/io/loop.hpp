// The one event loop of a process: timers, signals, the time, and a clean end. Not for work that
// blocks: while a callback runs, nobody else is served.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/time.hpp"

namespace parley::io {

// A timer runs as long as its handle lives; a destroyed or reassigned handle never fires again,
// also when that happens inside its own callback. Default constructed: no timer.
class timer {
 public:
  timer() = default;
  timer(timer&& other) noexcept = default;
  timer& operator=(timer&& other) noexcept;
  ~timer();

  void cancel();
  [[nodiscard]] bool is_running() const;

 private:
  friend class event_loop;
  struct state;
  explicit timer(std::shared_ptr<state> shared);
  std::shared_ptr<state> state_;
};

// Everything is called, and calls back, on the one thread that calls `run`. Callbacks must not
// throw.
class event_loop {
 public:
  event_loop();
  ~event_loop();
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;

  [[nodiscard]] boost::asio::io_context& context() { return context_; }

  // Reads both clocks.
  [[nodiscard]] instant now() const;

  // Once, `delay` from now; never from within this call, also for 0.
  [[nodiscard]] timer after(milliseconds delay, std::function<void()> callback);

  // Again and again, the first time one `interval` from now. A process that was frozen gets one
  // call on waking, not one for each interval it slept through.
  [[nodiscard]] timer every(milliseconds interval, std::function<void()> callback);

  // Soon, in the order posted, not within this call.
  void post(std::function<void()> callback);

  // Called on the first SIGTERM or SIGINT. After that the signals have their default effect:
  // whoever presses Ctrl-C twice means it.
  void on_stop_signal(std::function<void(int signal)> callback);

  // Serves until nothing is left to do. There is no `stop`: to exit, close what is open, then call
  // `wind_down`. False: something was still open when the guard of `wind_down` had passed.
  [[nodiscard]] bool run();

  // Lets go of what the loop itself keeps alive (signals, the lag watch), so that `run` returns
  // once all else is closed, or when `guard` has passed.
  void wind_down(milliseconds guard);

  // The longest time that a due callback had to wait in the last 5 to 10 s: how busy the loop is.
  [[nodiscard]] milliseconds lag() const;

 private:
  void watch_lag();

  boost::asio::io_context context_;
  boost::asio::signal_set signals_;
  std::function<void(int)> on_signal_;
  std::optional<std::chrono::steady_clock::time_point> guard_;
  timer lag_watch_;
  std::chrono::steady_clock::time_point lag_due_;
  std::chrono::steady_clock::time_point window_end_;
  milliseconds worst_now_{0};
  milliseconds worst_before_{0};
};

}  // namespace parley::io
