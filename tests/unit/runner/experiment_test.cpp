// Experiments as files: what they say, what the short form changes, and how mistakes are told.
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <string>

#include "chaos/runner/script/experiment.hpp"
#include "core/io/start_error.hpp"

using namespace parley;
using namespace parley::script;

namespace {

const std::string words = "shows: it holds\nhappens: often\n";

experiment parsed(const std::string& body, scale scale = scale::full) {
  return parse_experiment(words + body, "some/fire.yaml", scale);
}

std::string complaint(const std::string& text) {
  try {
    (void)parse_experiment(text, "fire.yaml", scale::full);
  } catch (const io::start_error& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("an experiment is called as its file, and says what it shows") {
  const experiment made = parsed("");
  CHECK(made.name == "fire");
  CHECK(made.shows == "it holds");
  CHECK(made.happens == "often");
  CHECK(made.acts.empty());
}

TEST_CASE("the load lasts as long as its messages take at its rate") {
  CHECK(parsed("load: {messages: 3000, rate: 200}").load.lasts() == milliseconds{15'000});
}

TEST_CASE("the short form changes what it names, and nothing else") {
  const std::string body =
      "load: {bots: 1000, messages: 50000, rate: 1000}\n"
      "acts: [{do: node_kill, at: 20%}]\n"
      "short: {load: {bots: 40}, holds: {rest_within: 9s}}\n";
  const experiment full = parsed(body);
  const experiment brief = parsed(body, scale::brief);
  CHECK(full.load.bots == 1000);
  CHECK(brief.load.bots == 40);
  CHECK(brief.load.rate == 1000);
  CHECK(brief.acts.size() == 1);
  CHECK(brief.holds.rest_within == milliseconds{9'000});
  CHECK(full.holds.rest_within == milliseconds{30'000});
}

TEST_CASE("acts of the short form take the place of the others") {
  const experiment brief = parsed(
      "acts: [{do: node_kill, at: 20%}, {do: node_kill, at: 30%}]\n"
      "short: {acts: [{do: redis_wipe, at: 1s}]}\n",
      scale::brief);
  REQUIRE(brief.acts.size() == 1);
  CHECK(brief.acts[0].what == act_kind::redis_wipe);
}

TEST_CASE("bots are spread over named rooms, as many in each as the matchmakers let in") {
  CHECK(parsed("load: {bots: 101, rooms: 3}").load.most_in_a_room() == 34);
  CHECK(parsed("load: {bots: 100, rooms: 2}").load.rooms == 2);
  const std::string larger = "topology: {matchmaker_options: {pairing.room_limit: \"60\"}}\n";
  CHECK(parsed(larger + "load: {bots: 60, rooms: 1}").load.most_in_a_room() == 60);
  CHECK(parsed("load: {bots: 4}").load.most_in_a_room() == 2);
}

TEST_CASE("a time is fixed, or a share of the load") {
  const experiment made = parsed("acts: [{do: node_freeze, at: 25%, for: 3s}]");
  CHECK(made.acts[0].at.in(milliseconds{8'000}) == milliseconds{2'000});
  CHECK(made.acts[0].lasts->in(milliseconds{8'000}) == milliseconds{3'000});
}

TEST_CASE("the plan is handed on as it is") {
  CHECK(parsed("plan: {seed: 3, faults: [{fault: cut, percent: 20}]}").plan.find("percent: 20") !=
        std::string::npos);
}

TEST_CASE("a mistake is told with file and line") {
  const auto [body, told] = GENERATE(table<std::string, std::string>({
      {"lod: {}\n", "fire.yaml:3: unknown key lod"},
      {"load:\n  botts: 3\n", "fire.yaml:4: unknown key load.botts"},
      {"load: {bots: 3}\n", "fire.yaml:1: load.bots: must be even, for one would wait for ever"},
      {"load: {bots: 3, rooms: 2}\n",
       "fire.yaml:1: load.rooms: one of so many would have less than two members"},
      {"load: {bots: 51, rooms: 1}\n",
       "fire.yaml:1: load.bots: more than pairing.room_limit in a room"},
      {"load: {bots: 9, rooms: 1, leave_share: 1%}\nholds: {redis_may_rewind: true}\n",
       "fire.yaml:1: load.leave_share: not in named rooms where Redis may forget a goodbye: its "
       "place would be taken"},
      {"load: {rate: quick}\n", "fire.yaml:3: load.rate: must be a number from 0.1 to 1e+06"},
      {"holds: {rest_within: soon}\n",
       "fire.yaml:3: holds.rest_within: must be a duration, as 500ms or 5s"},
      {"acts: [{do: node_dance, at: 1s}]\n", "fire.yaml:3: no act node_dance"},
      {"acts: [{do: node_kill}]\n", "fire.yaml:3: node_kill: at is missing"},
      {"acts: [{do: node_freeze, at: 1s}]\n", "fire.yaml:3: node_freeze: for is missing"},
      {"acts: [{do: node_kill, at: 1s, for: 2s}]\n", "fire.yaml:3: unknown key acts[0].for"},
      {"acts: [{do: node_kill, at: 1s, target: node-7}]\n",
       "fire.yaml:1: node_kill: the topology has no node-7"},
      {"acts: [{do: node_kill, at: 90s}]\n",
       "fire.yaml:1: node_kill: at lies beyond the end of the load"},
      {"acts: [{do: redis_failover, at: 1s, for: 2s}]\n",
       "fire.yaml:1: redis_failover needs topology.redis_replica"},
      {"acts: [{do: redis_master_kill, at: 1s, for: 2s}]\n",
       "fire.yaml:1: redis_master_kill needs topology.redis_cluster"},
      {"topology: {redis_cluster: true}\nacts: [{do: redis_wipe, at: 1s}]\n",
       "fire.yaml:1: redis_wipe: not of a redis_cluster"},
      {"topology: {redis_cluster: true, redis_on_disk: true}\n",
       "fire.yaml:1: topology: redis_cluster goes without redis_replica and redis_on_disk"},
      {"load: {leave_share: 1%}\nholds: {rest_within: 60s, redis_may_rewind: true}\n",
       "fire.yaml:1: holds.rest_within: must be longer than room.grace_ms where goodbyes may be "
       "lost"},
  }));
  CHECK(complaint(words + body) == told);
}

TEST_CASE("an experiment without words is none") {
  CHECK(complaint("load: {bots: 4}\n") == "fire.yaml:1: shows is missing: what does it show?");
}

TEST_CASE("what is not YAML is told with its line") {
  CHECK(complaint("shows: [\n").starts_with("fire.yaml:2: not YAML: "));
}

TEST_CASE("the bounds that are kept beside a history read back") {
  const auto file = std::filesystem::temp_directory_path() / "parley-bounds-test.yaml";
  bounds holds;
  holds.delay_max = milliseconds{500};
  holds.redis_may_rewind = true;
  std::FILE* out = std::fopen(file.c_str(), "w");
  std::fputs(bounds_text(holds).c_str(), out);
  std::fclose(out);
  const bounds read = read_bounds(file.string());
  std::filesystem::remove(file);
  CHECK(read.delay_max == milliseconds{500});
  CHECK(read.redis_may_rewind);
  CHECK_FALSE(read.recovery_p99);
}

TEST_CASE("every experiment of the project is valid") {
  std::size_t count = 0;
  const std::string folder = std::string(PARLEY_SOURCE_DIR) + "/chaos/runner/experiments";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    CAPTURE(file.path());
    CHECK_NOTHROW(read_experiment(file.path().string(), scale::brief));
    ++count;
  }
  CHECK(count >= 21);
}
