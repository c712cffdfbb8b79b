// From events to the story: counts, slices of time, who was away when, what was broken when.
#include "chaos/runner/report/gathering.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::report;

namespace {

gathering empty() {
  return {checks::verdict{}, provenance{}};
}

story told(const std::vector<checks::happening>& history) {
  gathering gathering = empty();
  for (const auto& each : history)
    gathering.take(each);
  return gathering.finish();
}

}  // namespace

TEST_CASE("a message counts where it arrives, with the time it took; again it counts nothing") {
  const story story = told({{100, checks::send{0, "r", 1, 1, 7}},
                            {350, checks::applied{1, "r", 1, 1, {1, 4}, 7}},
                            {360, checks::applied{1, "r", 1, 1, {1, 4}, 7}},
                            {370, checks::applied{1, "elsewhere", 1, 1, {1, 4}, 7}},
                            {990, checks::phase{checks::phase_name::end}}});
  CHECK(story.total.sent == 1);
  CHECK(story.total.applied == 1);
  REQUIRE(story.time.columns.size() == 10);
  CHECK(story.time.columns[2].applied == 0);
  CHECK(story.time.columns[3].applied == 1);
  CHECK(story.time.columns[3].delay.max == 250);
}

TEST_CASE("in a named room a message counts at each member that was there when it was sent") {
  const story story = told({{1, checks::entered{0, "n", 7}},
                            {2, checks::joined{0, "n", 7, "node-0", 1, 1}},
                            {3, checks::entered{1, "n", 8}},
                            {4, checks::joined{1, "n", 8, "node-0", 1, 1}},
                            {5, checks::entered{2, "n", 9}},
                            {6, checks::joined{2, "n", 9, "node-0", 1, 1}},
                            {100, checks::send{0, "n", 7, 1, 7}},
                            {150, checks::applied{1, "n", 7, 1, {1, 4}, 7}},
                            {160, checks::applied{1, "n", 7, 1, {1, 4}, 7}},
                            {180, checks::applied{2, "n", 7, 1, {1, 4}, 7}},
                            {200, checks::entered{2, "n", 10}},
                            {201, checks::joined{2, "n", 10, "node-0", 1, 2}},
                            {202, checks::applied{2, "n", 7, 1, {1, 4}, 7}},
                            {990, checks::phase{checks::phase_name::end}}});
  CHECK(story.total.rooms == 1);
  CHECK(story.total.sent == 1);
  CHECK(story.total.applied == 2);
  CHECK(story.time.columns[1].delay.max == 80);
}

TEST_CASE("who has lost the connection is away until it sits again or has nowhere to sit") {
  const story story = told({{100, checks::lost{0, 1, 1006}},
                            {110, checks::lost{1, 1, 1006}},
                            {250, checks::joined{0, "r", 1, "node-0", 2, 2}},
                            {260, checks::ended{1, "r", "gone"}},
                            {499, checks::phase{checks::phase_name::end}}});
  std::vector<std::uint64_t> away;
  for (const auto& each : story.time.columns)
    away.push_back(each.away);
  CHECK(away == std::vector<std::uint64_t>{0, 2, 2, 0, 0});
  CHECK(story.total.lost == 2);
}

TEST_CASE("a fault stands until it is healed, and what is not until the end") {
  const story story = told({{100, checks::fault{1, "node_kill", "node-1"}},
                            {200, checks::fault{2, "node_kill", "node-2"}},
                            {300, checks::healed{1}},
                            {310, checks::healed{9}},
                            {320, checks::struck{"node-0", "cut", "open", 7}},
                            {500, checks::phase{checks::phase_name::end}}});
  REQUIRE(story.time.lanes.size() == 2);
  const lane& kills = story.time.lanes[0];
  REQUIRE(kills.marks.size() == 2);
  CHECK(kills.marks[0].to_ms == 300);
  CHECK(kills.marks[1].to_ms == 500);
  CHECK(kills.marks[1].target == "node-2");
  CHECK(story.time.lanes[1].strikes == std::vector<std::uint64_t>{0, 0, 0, 1, 0});
}

TEST_CASE("faults that are too many to be drawn one by one become a density") {
  std::vector<checks::happening> history;
  for (std::size_t i = 0; i <= most_marks; ++i) {
    history.push_back({static_cast<double>(i), checks::fault{i + 1, "node_kill"}});
  }
  const story story = told(history);
  CHECK(story.time.lanes[0].marks.empty());
  CHECK(story.time.lanes[0].count == most_marks + 1);
}

TEST_CASE("phases follow one another to the end") {
  const story story = told({{0, checks::phase{checks::phase_name::steady}},
                            {100, checks::phase{checks::phase_name::load}},
                            {900, checks::phase{checks::phase_name::end}}});
  REQUIRE(story.time.phases.size() == 2);
  CHECK(story.time.phases[0].to_ms == 100);
  CHECK(story.time.phases[1].to_ms == 900);
}

TEST_CASE("the lines that violations point at are kept, and no others") {
  checks::verdict verdict;
  verdict.findings.push_back({"nothing_lost", outcome::violated, 1, "message", 1, {{"lost", {2}}}});
  gathering gathering(verdict, {});
  gathering.take_text(1, "one");
  gathering.take_text(2, "two");
  CHECK(gathering.finish().quoted == std::map<checks::line_number, std::string>{{2, "two"}});
}

TEST_CASE("a history of nothing is a story of nothing") {
  const story story = empty().finish();
  CHECK(story.time.columns.size() == 1);
  CHECK(story.total.sent == 0);
}
