// Turning a loop by hand.
#include "tests/support/run_until.hpp"

namespace parley::test {

bool run_until(io::event_loop& loop, const std::function<bool()>& is_true,
               std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!is_true()) {
    loop.context().restart();
    if (loop.context().run_one_until(end) == 0 && std::chrono::steady_clock::now() >= end) {
      return is_true();
    }
  }
  return true;
}

void run_for(io::event_loop& loop, std::chrono::milliseconds time) {
  loop.context().restart();
  loop.context().run_for(time);
}

}  // namespace parley::test
