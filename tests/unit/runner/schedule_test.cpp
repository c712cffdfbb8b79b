// Acts become steps: in time, with an end where they last, and with the seed's choice of targets.
#include "chaos/runner/script/schedule.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace parley;
using namespace parley::script;

namespace {

experiment with(const std::string& acts) {
  return parse_experiment(
      "shows: a\nhappens: b\ntopology: {nodes: 5}\nload: {messages: 1000, rate: 100}\nacts: " +
          acts,
      "x.yaml", scale::full);
}

}  // namespace

TEST_CASE("an act that lasts has two steps, and all steps are in the order of time") {
  const auto steps = schedule(
      with("[{do: node_freeze, at: 1s, for: 5s, target: node-2}, {do: redis_wipe, at: 20%}]"), 1);
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].at == milliseconds{1'000});
  CHECK(steps[0].target == "node-2");
  CHECK(steps[1].what == act_kind::redis_wipe);
  CHECK(steps[1].at == milliseconds{2'000});
  CHECK(steps[2].at == milliseconds{6'000});
  CHECK_FALSE(steps[2].begins);
  CHECK(steps[2].fault == steps[0].fault);
}

TEST_CASE("the same seed chooses the same targets") {
  const auto some = with("[{do: node_kill, at: 1s}, {do: node_kill, at: 2s}]");
  CHECK(schedule(some, 7) == schedule(some, 7));
}

TEST_CASE("over the seeds every node is chosen") {
  const auto some = with("[{do: node_kill, at: 1s, target: any}]");
  std::set<std::string> chosen;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    chosen.insert(schedule(some, seed).front().target);
  CHECK(chosen == std::set<std::string>{"node-0", "node-1", "node-2", "node-3", "node-4"});
}

TEST_CASE("a target that is given does not shift the choice of the others") {
  const auto both = schedule(with("[{do: node_kill, at: 1s}, {do: node_kill, at: 2s}]"), 3);
  const auto second =
      schedule(with("[{do: node_kill, at: 1s, target: node-0}, {do: node_kill, at: 2s}]"), 3);
  CHECK(both[1].target == second[1].target);
}

TEST_CASE("every act has a name that finds it") {
  for (const act_rule& rule : act_rules()) {
    CHECK(find_act(rule.name) == rule.what);
  }
  CHECK_FALSE(find_act("node_dance"));
}
