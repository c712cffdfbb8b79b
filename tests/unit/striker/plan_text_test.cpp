// What plans look like, and how a mistake in one is told.
#include "chaos/striker/plan_text.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <sstream>

#include "chaos/injector/kinds.hpp"

using namespace parley::injector;
using parley::striker::read_plan;
using namespace std::chrono_literals;

namespace {

plan good(const std::string& text) {
  const auto read = read_plan(text);
  if (!read) FAIL(read.error().text());
  return *read;
}

// "4: faults[0].percent: must be from 0 to 100"
std::string mistake_in(const std::string& text) {
  const auto read = read_plan(text);
  if (read) return "";
  return std::to_string(read.error().line) + ": " + read.error().text();
}

}  // namespace

TEST_CASE("an empty text is a plan without faults") {
  CHECK(good("") == plan{});
  CHECK(good("# nothing\n") == plan{});
  CHECK(good("faults: []").faults.empty());
}

TEST_CASE("a plan with everything in it") {
  const auto read = good(R"(
seed: 7
budget: 200
expires_after_ms: 90s
faults:
  - fault: cut_after_handshake
    percent: 20
    scope: {service: chat-node, node: node-0}
    schedule: {start_ms: 100, ramp_ms: 5s, hold_ms: 60000, end_ms: 1s}
  - fault: delay
    name: slow-rooms
    percent: {inbound: 0.5, outbound: 2}
    scope: {node: [node-0, node-1], rooms: 30}
    times: 9
    from_connection: 3
    from_message: 4
    direction: outbound
    delay_ms: 250
    jitter_ms: 50
    for_ms: 2s
)");
  CHECK(read.seed == 7);
  CHECK(read.budget == 200);
  CHECK(read.expires_after == 90s);
  REQUIRE(read.faults.size() == 2);
  const auto& cut = read.faults[0];
  CHECK(cut.kind == fault_kind::cut_after_handshake);
  CHECK(cut.name == "cut_after_handshake");
  CHECK(cut.percent_in(phase::open) == 20);
  CHECK(cut.where == scope{service::chat_node, {"node-0"}, 100});
  CHECK(cut.when == schedule{100ms, 5s, 60s, 1s});
  const auto& slow = read.faults[1];
  CHECK(slow.name == "slow-rooms");
  CHECK(slow.percent_in(phase::inbound) == 0.5);
  CHECK(slow.percent_in(phase::outbound) == 2);
  CHECK(slow.percent_in(phase::open) == 0);
  CHECK(slow.where == scope{std::nullopt, {"node-0", "node-1"}, 30});
  CHECK(slow.times == 9);
  CHECK(slow.from_connection == 3);
  CHECK(slow.from_message == 4);
  CHECK(slow.how.towards == direction::outbound);
  CHECK(slow.how.delay == 250ms);
  CHECK(slow.how.jitter == 50ms);
  CHECK(slow.how.lasts == 2s);
}

TEST_CASE("JSON is a plan too") {
  const auto read = good(R"({"seed": 3, "faults": [{"fault": "refuse", "percent": 5}]})");
  CHECK(read.seed == 3);
  CHECK(read.faults.at(0).percent_in(phase::handshake) == 5);
}

TEST_CASE("a mistake is told with its line, key and reason") {
  CHECK(mistake_in("seed: 1\nsede: 2\n") == "2: sede: unknown key");
  CHECK(mistake_in("seed: 1\nseed: 2\n") == "2: seed: stands here twice");
  CHECK(mistake_in("seed: -1\n") == "1: seed: must be a whole number");
  CHECK(mistake_in("budget: 0\n") == "1: budget: must be from 1 to 1000000");
  CHECK(mistake_in("expires_after_ms: soon\n") ==
        "1: expires_after_ms: must be a number of ms, or 500ms, 90s, 2m, 1h");
  CHECK(mistake_in("faults:\n  cut: 3\n") == "2: faults: must be a list");
  CHECK(mistake_in("faults:\n  - cut\n") == "2: faults[0]: must hold keys and values");
  CHECK(mistake_in("faults:\n  - percent: 3\n") == "2: faults[0].fault: is missing");
  CHECK(mistake_in("faults:\n  - fault: cut\n") == "2: faults[0].percent: is missing");
  CHECK(mistake_in("faults:\n  - fault: flood\n") ==
        "2: faults[0].fault: no such fault; see docs/faults.md");
  CHECK(mistake_in("faults:\n  - fault: cut\n    percent: lots\n") ==
        "3: faults[0].percent: must be a number");
  CHECK(mistake_in("faults:\n  - fault: cut\n    percent: 101\n") ==
        "3: faults[0].percent: must be from 0 to 100");
  CHECK(mistake_in("faults:\n  - fault: cut\n    percent: {reply: 1}\n") ==
        "3: faults[0].percent.reply: unknown key");
  CHECK(mistake_in("faults:\n  - fault: cut\n    percent: 1\n    delay_ms: 5\n") ==
        "4: faults[0].delay_ms: cut has no such setting");
  CHECK(mistake_in("faults:\n  - fault: cut\n    percent: 1\n    scope: {service: web}\n") ==
        "4: faults[0].scope.service: must be one of matchmaker, chat-node");
  CHECK(mistake_in("faults:\n  - fault: cut\n    percent: 1\n    scope:\n      rooms: 5\n") ==
        "5: faults[0].scope.rooms: in phase open the room is not known");
}

TEST_CASE("what is not YAML at all is told with its line") {
  CHECK_THAT(mistake_in("seed: 1\nfaults: [\n"), Catch::Matchers::Contains("not YAML"));
  CHECK_THAT(mistake_in("- a list"), Catch::Matchers::Contains("must hold keys and values"));
  CHECK_THAT(mistake_in("just words"), Catch::Matchers::Contains("must hold keys and values"));
  CHECK_THAT(mistake_in("? [a]\n: b\n"), Catch::Matchers::Contains("not a word"));
}

TEST_CASE("the page about faults names every kind with all its phases and settings") {
  std::ifstream file(std::string(PARLEY_SOURCE_DIR) + "/docs/faults.md");
  std::stringstream page;
  page << file.rdbuf();
  const std::string text = page.str();
  for (const auto& kind : all_kinds()) {
    INFO(kind.name);
    const std::string row = "| `" + std::string(kind.name) + "` |";
    CHECK(text.find(row) != std::string::npos);
    CHECK(text.find("| `" + std::string(name_of(kind.phases.front())) + "` |") !=
          std::string::npos);
  }
}

TEST_CASE("the plans on the page about faults are plans") {
  std::ifstream file(std::string(PARLEY_SOURCE_DIR) + "/docs/faults.md");
  std::stringstream page;
  page << file.rdbuf();
  const std::string text = page.str();
  const std::regex block("```yaml\n([^`]*)```");
  int plans = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), block), end; at != end; ++at, ++plans)
    CHECK(mistake_in((*at)[1]) == "");
  CHECK(plans >= 1);
}
