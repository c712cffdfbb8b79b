// Axes end at round numbers and put values where they belong; time is cut into slices that a plot
// can show.
#include "chaos/runner/report/scales.hpp"

#include <catch2/catch.hpp>

#include "chaos/runner/report/columns.hpp"

using namespace parley::report;

TEST_CASE("a linear axis ends at a round number at or above the highest value") {
  CHECK(linear_scale(1'203).top() == 1'500);
  CHECK(linear_scale(100).top() == 100);
  CHECK(linear_scale(0.3, 3).top() == Approx(0.3));
  CHECK(linear_scale(0).top() == 1);
  CHECK(linear_scale(1'500).at(750) == 0.5);
  CHECK(linear_scale(10).at(11) == 1);
}

TEST_CASE("its ticks are even and not too many") {
  for (const double highest : {0.01, 1.0, 3.0, 7.0, 99.0, 101.0, 12'345.0}) {
    const auto ticks = linear_scale(highest, 4).ticks();
    CHECK(ticks.size() <= 5);
    CHECK(ticks.front() == tick{0, 0});
    CHECK(ticks.back().at == 1);
    CHECK(ticks.back().value >= highest * (1 - 1e-9));
  }
}

TEST_CASE("a logarithmic axis holds whole decades") {
  const log_scale scale(3, 4'200);
  CHECK(scale.bottom() == 1);
  CHECK(scale.top() == 10'000);
  CHECK(scale.at(100) == Approx(0.5));
  CHECK(scale.at(0) == 0);
  CHECK(scale.at(1e9) == 1);
  CHECK(scale.ticks().size() == 5);
}

TEST_CASE("a logarithmic axis of one value has a decade all the same") {
  const log_scale scale(100, 100);
  CHECK(scale.bottom() == 100);
  CHECK(scale.top() == 1'000);
}

TEST_CASE(
    "time is cut into slices of a length that people count in, never more than a plot holds") {
  CHECK(sliced(20'500).column_ms == 100);
  CHECK(sliced(20'500).columns == 205);
  CHECK(sliced(600'000).column_ms == 5'000);
  for (const double duration : {0.0, 1.0, 24'000.0, 24'001.0, 1e6, 86'400'000.0}) {
    const slicing slices = sliced(duration);
    CHECK(slices.columns >= 1);
    CHECK(slices.columns <= most_columns);
    CHECK(slices.of(duration) == slices.columns - 1);
    CHECK(slices.of(-1) == 0);
  }
}
