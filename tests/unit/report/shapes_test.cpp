// The paths of the plots.
#include "chaos/runner/report/shapes.hpp"

#include <catch2/catch.hpp>

using namespace parley::report;

TEST_CASE("steps are as wide as their columns and closed at the ground") {
  CHECK(step_area({0.5, 1.0}, 100) == "M0 100L0 50L500 50L500 0L1000 0L1000 100Z");
}

TEST_CASE("a gap stays a gap") {
  CHECK(line({0.5, 0.5, std::nullopt, 1.0}, 100) == "M125 50L375 50M775 0L975 0");
  CHECK(step_area({std::nullopt, std::nullopt}, 100).empty());
  CHECK(band({0.0, 0.0}, {1.0, std::nullopt}, 100) == "M50 100L250 100L450 100L450 0L250 0L50 0Z");
}

TEST_CASE("nothing draws nothing") {
  CHECK(step_area({}, 100).empty());
  CHECK(line({}, 100).empty());
  CHECK(band({}, {}, 100).empty());
}
