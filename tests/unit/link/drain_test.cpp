// The pace at which a service empties itself.
#include "core/link/drain.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::link;

namespace {

constexpr drain_settings settings{.deadline = milliseconds{30'000}, .spread = milliseconds{5'000}};

}  // namespace

TEST_CASE("a service that was not told to go is never over") {
  const drain idle(settings);
  CHECK_FALSE(idle.is_draining());
  CHECK_FALSE(idle.is_over({1'000'000}, 0));
}

TEST_CASE("moves are spread over the time given") {
  drain going(settings);
  going.begin({1'000});
  CHECK(going.move_time(0.0) == steady_time{1'000});
  CHECK(going.move_time(0.5) == steady_time{3'500});
  CHECK(going.move_time(0.999) < steady_time{6'000});
}

TEST_CASE("a drain ends when nothing is left, or at its deadline") {
  drain going(settings);
  going.begin({1'000});
  CHECK(going.is_over({1'000}, 0));
  CHECK_FALSE(going.is_over({30'999}, 1));
  CHECK(going.is_over({31'000}, 1));
}

TEST_CASE("being told twice to go does not prolong it") {
  drain going(settings);
  going.begin({1'000});
  going.begin({20'000});
  CHECK(going.is_over({31'000}, 1));
}
