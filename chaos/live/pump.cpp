// run_until, again and again.
#include "chaos/live/pump.hpp"

#include <algorithm>
#include <chrono>

namespace parley::live {

namespace {

constexpr milliseconds look_again{5};

}  // namespace

pump::pump(io::event_loop& loop) : loop_(loop) {
  loop_.on_stop_signal([this](int) { is_interrupted_ = true; });
}

bool pump::until(const std::function<bool()>& is_so, milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!is_so()) {
    if (is_interrupted_ && throws_) throw interrupted{};
    const auto now = std::chrono::steady_clock::now();
    if (now >= end) return false;
    loop_.context().restart();
    loop_.context().run_until(std::min(end, now + look_again));
  }
  return true;
}

void pump::pass(milliseconds time) {
  until([] { return false; }, time);
}

}  // namespace parley::live
