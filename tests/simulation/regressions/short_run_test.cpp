// A few hundred seeds, so that every test run meets every kind of fault; and that a run is a
// function of its seed. `./dev sim` runs the many.
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/simulation/world.hpp"

namespace parley::simulation {

TEST_CASE("whatever breaks, the guarantee holds") {
  coverage seen;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto result = run(scenario_of(seed), mutation::none, seen);
    if (!result.broken) continue;
    FAIL_CHECK("seed " << seed << ": " << result.broken->property << ": " << result.broken->words);
  }
  CHECK(seen.messages > 0);
}

TEST_CASE("whatever breaks, the guarantee holds in a named room") {
  coverage seen;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto result = run(named_scenario_of(seed), mutation::none, seen);
    if (!result.broken) continue;
    FAIL_CHECK("seed " << seed << ": " << result.broken->property << ": " << result.broken->words);
  }
  CHECK(seen.messages > 0);
}

TEST_CASE("the same seed gives the same story, word for word") {
  for (const std::uint64_t seed : {3U, 14U, 159U}) {
    std::ostringstream one;
    std::ostringstream other;
    coverage seen;
    (void)run(scenario_of(seed), mutation::none, seen, &one);
    (void)run(scenario_of(seed), mutation::none, seen, &other);
    CHECK(one.str() == other.str());
    CHECK(one.str().size() > 1'000);
  }
}

TEST_CASE("each mistake at a seam is caught") {
  for (const auto& each : mutations) {
    if (each.what == mutation::none || each.what == mutation::no_healing) continue;
    coverage seen;
    bool is_caught = false;
    for (std::uint64_t seed = 1; seed <= 400 && !is_caught; ++seed)
      is_caught = run(scenario_of(seed), each.what, seen).broken.has_value();
    CHECK((is_caught ? "caught" : each.name) == "caught");
  }
}

TEST_CASE("each mistake at a seam that can happen in a named room is caught there") {
  for (const auto& each : mutations) {
    if (each.what == mutation::none || each.is_of_pairs) continue;
    coverage seen;
    bool is_caught = false;
    for (std::uint64_t seed = 1; seed <= 400 && !is_caught; ++seed)
      is_caught = run(named_scenario_of(seed), each.what, seen).broken.has_value();
    CHECK((is_caught ? "caught" : each.name) == "caught");
  }
}

}  // namespace parley::simulation
