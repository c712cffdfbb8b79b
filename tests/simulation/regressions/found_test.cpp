// What the simulation has found, each the reduced scenario that violated the guarantee before it
// was fixed. docs/verification.md tells the stories.
#include <catch2/catch.hpp>

#include "tests/simulation/world.hpp"

namespace parley::simulation {
namespace {

std::string verdict_of(const scenario& plan) {
  coverage seen;
  const auto result = run(plan, mutation::none, seen);
  return result.broken ? result.broken->property + ": " + result.broken->words : "held";
}

scenario plan_of(std::uint64_t seed) {
  scenario plan;
  plan.seed = seed;
  plan.calm_ms = 20'000;
  plan.bound_ms = 40'000;
  plan.tidy_ms = 180'000;
  return plan;
}

}  // namespace

TEST_CASE("Redis loses all keys and no link: two owners under one epoch, and nothing is lost") {
  auto plan = plan_of(20818);
  plan.nodes = 2;
  plan.matchmakers = 2;
  plan.latency_ms = 1;
  plan.node.batch_entries = 1;
  plan.node.snapshot_every = 20;
  plan.node.page_bytes = 100;
  plan.client.window = 4;
  plan.steps = {
      {10613, act::crash_node, 660452152, 1671358190, 1950},
      {10861, act::seek, 729790063, 1499306878, 0},
      {13175, act::part, 2113569461, 302033288, 5504},
      {14540, act::seek, 912594434, 1502791303, 0},
      {16163, act::crash_node, 1075090427, 617693920, 20},
      {16624, act::say, 1069117290, 475408775, 0},
      {16964, act::say, 889168350, 299346529, 0},
      {17159, act::say, 1107107484, 238906308, 0},
      {17343, act::say, 1702521292, 1271679921, 0},
      {17590, act::say, 1135620604, 1696553303, 0},
      {17842, act::say, 286002908, 1355161090, 0},
      {18042, act::say, 762671030, 5642792, 0},
      {18151, act::flush_redis, 77860009, 1435528081, 0},
      {18585, act::reload, 818810957, 1207908643, 5},
      {19623, act::say, 200432904, 1025883817, 0},
      {19644, act::say, 349804518, 1731425896, 0},
  };
  CHECK(verdict_of(plan) == "held");
}

TEST_CASE("the owner record goes between a node's look and its claim: nobody is sent to no node") {
  auto plan = plan_of(37176);
  plan.nodes = 3;
  plan.latency_ms = 20;
  plan.node.batch_entries = 3;
  plan.node.page_bytes = 100;
  plan.client.window = 1;
  plan.bound_ms = 160'000;
  plan.steps = {
      {2075, act::flush_redis, 496373785, 1790998189, 0},
      {2653, act::cut_link, 495970886, 1351426914, 0},
      {2842, act::seek, 0, 1816644407, 0},
      {3047, act::crash_node, 1869678416, 1901746369, 8},
      {4093, act::fail_over, 1935857479, 1892874070, 1, moment::append_answered},
      {4729, act::flush_redis, 2015090735, 1147309305, 0},
      {5927, act::seek, 1708624161, 1856086908, 0},
      {6309, act::reload, 1168359836, 419320436, 2},
      {6969, act::cut_link, 414808938, 1360293533, 0},
      {13501, act::say, 1467935070, 1238545301, 0},
      {13952, act::reload, 1676642327, 927230757, 187, moment::claim_asked},
      {14607, act::slow_down, 863718931, 1424671975, 1341},
      {14853, act::fail_over, 1385750300, 680780137, 55},
      {16075, act::flush_redis, 94945301, 894843762, 0},
  };
  CHECK(verdict_of(plan) == "held");
}

}  // namespace parley::simulation
