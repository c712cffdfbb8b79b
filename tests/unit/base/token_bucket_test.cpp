// A token bucket lets bursts through and holds the rate.
#include "core/base/token_bucket.hpp"

#include <catch2/catch.hpp>

namespace parley {

namespace {

int taken(token_bucket& bucket, steady_time now, int tries) {
  int count = 0;
  for (int i = 0; i < tries; ++i)
    count += bucket.take(now) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a full bucket lets a burst through, and no more") {
  token_bucket bucket{{.burst = 5, .per_second = 2}, steady_time{1'000}};
  CHECK(taken(bucket, steady_time{1'000}, 10) == 5);
  CHECK(bucket.wait(steady_time{1'000}) == milliseconds{500});
  CHECK(taken(bucket, steady_time{1'499}, 10) == 0);
  CHECK(taken(bucket, steady_time{1'500}, 10) == 1);
}

TEST_CASE("it fills no further than its brim, however long nobody takes") {
  token_bucket bucket{{.burst = 5, .per_second = 2}, steady_time{0}};
  CHECK(taken(bucket, steady_time{0}, 5) == 5);
  CHECK(taken(bucket, steady_time{1'000'000'000'000}, 100) == 5);
}

TEST_CASE("no rate is lost to rounding, however often it is asked") {
  token_bucket bucket{{.burst = 1, .per_second = 3}, steady_time{0}};
  int count = 0;
  for (std::int64_t ms = 0; ms <= 10'000; ++ms)
    count += bucket.take(steady_time{ms}) ? 1 : 0;
  CHECK(count == 1 + 29);  // one at once, then one each 334 ms: a full bucket spills over
}

TEST_CASE("a clock that goes back changes nothing") {
  token_bucket bucket{{.burst = 1, .per_second = 1}, steady_time{5'000}};
  CHECK(bucket.take(steady_time{5'000}));
  CHECK_FALSE(bucket.take(steady_time{0}));
  CHECK_FALSE(bucket.take(steady_time{5'999}));
  CHECK(bucket.wait(steady_time{5'999}) == milliseconds{1});
  CHECK(bucket.take(steady_time{6'000}));
}

}  // namespace parley
