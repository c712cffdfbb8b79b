// How a percentage grows, stays and falls.
#include "chaos/injector/schedule.hpp"

#include <catch2/catch.hpp>

using namespace parley::injector;
using parley::milliseconds;
using namespace std::chrono_literals;

TEST_CASE("without a schedule all of it is in force from the first moment") {
  CHECK(share_at({}, 0ms) == 1);
  CHECK(share_at({}, 24h) == 1);
}

TEST_CASE("start, ramp, hold, end") {
  const schedule when{.start = 1s, .ramp = 2s, .hold = 10s, .end = 4s};
  CHECK(share_at(when, 0ms) == 0);
  CHECK(share_at(when, 999ms) == 0);
  CHECK(share_at(when, 1s) == 0);
  CHECK(share_at(when, 2s) == Approx(0.5));
  CHECK(share_at(when, 3s) == 1);
  CHECK(share_at(when, 12'999ms) == 1);
  CHECK(share_at(when, 13s) == 1);
  CHECK(share_at(when, 14s) == Approx(0.75));
  CHECK(share_at(when, 17s) == 0);
  CHECK(share_at(when, 1h) == 0);
}

TEST_CASE("without a ramp and an end it is there at once and gone at once") {
  const schedule when{.start = 1s, .ramp = 0ms, .hold = 1s, .end = 0ms};
  CHECK(share_at(when, 999ms) == 0);
  CHECK(share_at(when, 1s) == 1);
  CHECK(share_at(when, 1'999ms) == 1);
  CHECK(share_at(when, 2s) == 0);
}
