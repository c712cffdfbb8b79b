// Timers, signals and the end of a loop.
#include "core/io/loop.hpp"

#include <csignal>

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::io;
using namespace std::chrono_literals;

TEST_CASE("a timer fires once, later than the call that made it") {
  event_loop loop;
  int fired = 0;
  const auto once = loop.after(0ms, [&] {
    ++fired;
    loop.wind_down(5s);
  });
  CHECK(fired == 0);
  CHECK(once.is_running());
  CHECK(loop.run());
  CHECK(fired == 1);
  CHECK_FALSE(once.is_running());
}

TEST_CASE("a repeated timer may end itself from its own callback") {
  event_loop loop;
  int fired = 0;
  timer again;
  again = loop.every(1ms, [&] {
    if (++fired < 3) return;
    again.cancel();
    loop.wind_down(5s);
  });
  CHECK(loop.run());
  CHECK(fired == 3);
}

TEST_CASE("a timer whose handle is gone or reassigned never fires") {
  event_loop loop;
  bool gone = false;
  bool replaced = false;
  {
    const auto short_lived = loop.after(0ms, [&] { gone = true; });
  }
  auto timer = loop.after(0ms, [&] { replaced = true; });
  timer = loop.after(5ms, [&] { loop.wind_down(5s); });
  CHECK(loop.run());
  CHECK_FALSE(gone);
  CHECK_FALSE(replaced);
}

TEST_CASE("a loop that was held up makes one call, not one for each interval it missed") {
  event_loop loop;
  int fired = 0;
  const auto again = loop.every(20ms, [&] { ++fired; });
  const auto end = std::chrono::steady_clock::now() + 200ms;
  while (std::chrono::steady_clock::now() < end) {
  }
  const auto soon = loop.after(5ms, [&] { loop.wind_down(0ms); });
  CHECK_FALSE(loop.run());
  CHECK(fired == 1);
}

TEST_CASE("what is posted comes in order, later than the call") {
  event_loop loop;
  std::string said;
  loop.post([&] { said += 'a'; });
  loop.post([&] {
    said += 'b';
    loop.wind_down(5s);
  });
  CHECK(said.empty());
  CHECK(loop.run());
  CHECK(said == "ab");
}

TEST_CASE("the first signal to stop is a callback") {
  event_loop loop;
  int heard = 0;
  loop.on_stop_signal([&](int signal) {
    heard = signal;
    loop.wind_down(5s);
  });
  const auto soon = loop.after(1ms, [] { std::raise(SIGTERM); });
  CHECK(loop.run());
  CHECK(heard == SIGTERM);
}

TEST_CASE("a loop that does not run out by itself ends at the guard, and says so") {
  event_loop loop;
  const auto forever = loop.every(1ms, [] {});
  loop.wind_down(20ms);
  CHECK_FALSE(loop.run());
}

TEST_CASE("the lag is how long a due callback had to wait") {
  event_loop loop;
  const auto blocker = loop.after(10ms, [] {
    const auto end = std::chrono::steady_clock::now() + 300ms;
    while (std::chrono::steady_clock::now() < end) {
    }
  });
  const auto end = loop.after(350ms, [&] { loop.wind_down(5s); });
  CHECK(loop.run());
  CHECK(loop.lag() >= 150ms);
}
