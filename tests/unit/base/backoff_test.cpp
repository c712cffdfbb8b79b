// How long to wait before trying again.
#include "core/base/backoff.hpp"

#include <catch2/catch.hpp>

using namespace parley;

namespace {

constexpr backoff_settings settings{.first = milliseconds{50}, .longest = milliseconds{2'000}};

}  // namespace

TEST_CASE("a wait is any part of a bound that doubles with each failure, up to the longest") {
  CHECK(backoff_wait(settings, 1, 0.0) == milliseconds{0});
  CHECK(backoff_wait(settings, 1, 0.5) == milliseconds{25});
  CHECK(backoff_wait(settings, 2, 0.5) == milliseconds{50});
  CHECK(backoff_wait(settings, 6, 0.5) == milliseconds{800});
  CHECK(backoff_wait(settings, 7, 0.5) == milliseconds{1'000});
  CHECK(backoff_wait(settings, 7, 0.999) < milliseconds{2'000});
}

TEST_CASE("failures without end do not overflow") {
  CHECK(backoff_wait(settings, ~0U, 0.5) == milliseconds{1'000});
}
