// The experiment's own bounds, and two checkers that must agree.
#include "chaos/runner/run/judge.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::runner;
using checks::outcome;

namespace {

checks::recovery_times times(std::vector<float> recovered, std::vector<float> delays) {
  checks::recovery_times made;
  made.faults.push_back({"node_kill", {}, std::move(recovered), {}});
  made.delay_ms = std::move(delays);
  return made;
}

checks::verdict held() {
  checks::verdict made;
  made.says = outcome::held;
  made.findings.push_back({"nothing_lost", outcome::held, 3, "messages", 0});
  return made;
}

}  // namespace

TEST_CASE("without bounds nothing is said of times") {
  CHECK_FALSE(find_in_time({}, times({100}, {5})));
}

TEST_CASE("a recovery that took too long is a violation in words") {
  script::bounds bounds;
  bounds.recovery_p99 = milliseconds{2'000};
  const auto finding = find_in_time(bounds, times({100, 200, 3'000}, {}));
  REQUIRE(finding);
  CHECK(finding->says == outcome::violated);
  CHECK(finding->checked == 3);
  CHECK(finding->first.front().what ==
        "in a hundred recoveries the slowest took 3000 ms, and 2000 ms are allowed");
}

TEST_CASE("within the bounds it holds") {
  script::bounds bounds;
  bounds.recovery_p99 = milliseconds{2'000};
  bounds.delay_max = milliseconds{500};
  CHECK(find_in_time(bounds, times({100, 200}, {499}))->says == outcome::held);
}

TEST_CASE("where no connection broke, recovery cannot be told") {
  script::bounds bounds;
  bounds.recovery_p99 = milliseconds{2'000};
  CHECK(find_in_time(bounds, times({}, {1}))->says == outcome::unknown);
}

TEST_CASE("two checkers that agree change nothing") {
  checks::verdict verdict = held();
  CHECK(agree(verdict, R"({"verdict":"held","properties":{"nothing_lost":{"verdict":"held"}}})"));
  CHECK(verdict == held());
}

TEST_CASE("two checkers that disagree cannot tell") {
  checks::verdict verdict = held();
  CHECK_FALSE(agree(
      verdict, R"({"verdict":"violated","properties":{"nothing_lost":{"verdict":"violated"}}})"));
  CHECK(verdict.says == outcome::unknown);
  CHECK(verdict.reasons.back() == "the second checker says otherwise of nothing_lost");
}

TEST_CASE("a second checker that says nothing sensible has not agreed") {
  checks::verdict verdict = held();
  CHECK_FALSE(agree(verdict, "Segmentation fault"));
  CHECK(verdict.says == outcome::unknown);
}
