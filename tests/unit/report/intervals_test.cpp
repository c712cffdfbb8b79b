// Wilson's interval against values worked out elsewhere, and at its edges.
#include "chaos/runner/report/intervals.hpp"

#include <catch2/catch.hpp>

using parley::report::wilson;

TEST_CASE("Wilson's interval is the one of the textbooks") {
  const auto half = wilson(50, 100);
  CHECK(half.low == Approx(0.40383).margin(1e-5));
  CHECK(half.high == Approx(0.59617).margin(1e-5));
  const auto rare = wilson(1, 10);
  CHECK(rare.low == Approx(0.01788).margin(1e-5));
  CHECK(rare.high == Approx(0.40416).margin(1e-5));
}

TEST_CASE("Wilson's interval stays within 0 and 1 and holds the share") {
  for (const std::uint64_t trials : {1U, 2U, 7U, 1'000U, 10'000'000U}) {
    for (const std::uint64_t hits : {std::uint64_t{0}, trials / 3, trials}) {
      const auto found = wilson(hits, trials);
      CHECK(found.low >= 0);
      CHECK(found.high <= 1);
      CHECK(found.low - 1e-12 <= static_cast<double>(hits) / static_cast<double>(trials));
      CHECK(found.high + 1e-12 >= static_cast<double>(hits) / static_cast<double>(trials));
    }
  }
}

TEST_CASE("without a trial nothing is known") {
  CHECK(wilson(0, 0) == parley::report::interval{0, 1});
}
