// Random numbers follow from their seed alone; backoff spreads by them.
#include "core/base/random_bits.hpp"

#include <catch2/catch.hpp>

#include "core/base/backoff.hpp"

namespace parley {

TEST_CASE("the numbers are SplitMix64's") {
  random_bits random{1234567};
  CHECK(random() == 6457827717110365317U);
  CHECK(random() == 3203168211198807973U);
  CHECK(random() == 9817491932198370423U);
}

TEST_CASE("fractions fill [0, 1) evenly, and choices stay below their limit") {
  random_bits random{1};
  int low = 0;
  bool seen[6] = {};
  for (int i = 0; i < 10'000; ++i) {
    const double fraction = random.fraction();
    REQUIRE(fraction >= 0.0);
    REQUIRE(fraction < 1.0);
    low += fraction < 0.25 ? 1 : 0;
    const auto choice = random.below(6);
    REQUIRE(choice < 6);
    seen[choice] = true;
  }
  CHECK(low > 2'300);
  CHECK(low < 2'700);
  for (const bool s : seen)
    CHECK(s);
}

TEST_CASE("a part of a whole goes its own way, the same way each time") {
  random_bits a{7};
  random_bits b{7};
  random_bits part_of_a = a.split();
  random_bits part_of_b = b.split();
  CHECK(part_of_a() == part_of_b());
  CHECK(part_of_a() != a());
}

TEST_CASE("backoff doubles its span to the longest and jitters over the whole of it") {
  const backoff_settings settings{.first = milliseconds{100}, .longest = milliseconds{1'000}};
  CHECK(backoff_wait(settings, 1, 0.0) == milliseconds{0});
  CHECK(backoff_wait(settings, 1, 0.999) == milliseconds{99});
  CHECK(backoff_wait(settings, 3, 0.5) == milliseconds{200});
  CHECK(backoff_wait(settings, 1'000'000, 0.5) == milliseconds{500});
}

}  // namespace parley
