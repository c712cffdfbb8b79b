// The page, the XML, the JSON and the terminal, made of whole stories.
#include "chaos/runner/report/page.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "chaos/checks/check_history.hpp"
#include "chaos/runner/report/gathering.hpp"
#include "chaos/runner/report/junit.hpp"
#include "chaos/runner/report/summary.hpp"
#include "chaos/runner/report/verdict_json.hpp"
#include "tests/reports/sample_history.hpp"

using namespace parley;
using namespace parley::report;

namespace {

const provenance origin{
    "What <it> shows.", "parley-chaos run x --seed 7", {{"version", "0.1"}}, true};

story told(const std::vector<checks::happening>& history) {
  checks::history_check check;
  checks::line_number line = 0;
  for (const auto& each : history)
    check.take(++line, each);
  gathering gathering(check.finish(), origin);
  for (const auto& each : history)
    gathering.take(each);
  return gathering.finish();
}

std::vector<checks::happening> small_history() {
  return reports::sample_history({3, 12, "small"});
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a run that held says so everywhere, with the bound that its trials support") {
  const story story = told(small_history());
  REQUIRE(story.verdict.says == outcome::held);
  CHECK(has(html_page(story), "<h1 id=\"verdict\">Held.</h1>"));
  CHECK(has(html_page(story), "Rarer than"));
  CHECK(has(terminal_summary(story, false), "small: Held."));
  CHECK(has(verdict_json(story), "\"verdict\":\"held\""));
  CHECK(has(junit_xml(story), "failures=\"0\" errors=\"0\""));
}

TEST_CASE("a run that was violated shows the violations and promises no bound") {
  auto history = reports::sample_history({3, 80, "spoiled"});
  reports::spoil(history);
  const story story = told(history);
  REQUIRE(story.verdict.says == outcome::violated);
  CHECK(has(html_page(story), "What went wrong"));
  CHECK_FALSE(has(html_page(story), "Rarer than"));
  CHECK(has(junit_xml(story), "<failure type=\"violated\""));
  CHECK_FALSE(has(verdict_json(story), "rarer_than"));
}

TEST_CASE("a run that was cut short could not be told, which is not green") {
  auto history = small_history();
  reports::cut_short(history);
  const story story = told(history);
  REQUIRE(story.verdict.says == outcome::unknown);
  CHECK(has(html_page(story), "Could not tell."));
  CHECK(has(junit_xml(story), "errors=\"8\""));
  CHECK(has(terminal_summary(story, false), "the history is cut short"));
}

TEST_CASE("a report of nothing at all can be written") {
  const story story;
  CHECK(has(html_page(story), "Could not tell."));
  CHECK(has(junit_xml(story), "tests=\"0\""));
  CHECK_FALSE(terminal_summary(story, true).empty());
}

TEST_CASE("what a history says cannot become markup") {
  auto history = small_history();
  auto& run = std::get<checks::run>(history.front().event);
  run.experiment = "<script>alert(1)</script>\x02";
  const story story = told(history);
  CHECK_FALSE(has(html_page(story), "<script>alert"));
  CHECK_FALSE(has(junit_xml(story), "<script>"));
  CHECK_FALSE(has(junit_xml(story), "\x02"));
}

TEST_CASE("the page's size does not grow with the history") {
  const auto size = [](checks::bot_number bots) {
    return html_page(told(reports::sample_history({3, bots, "size"}))).size();
  };
  CHECK(size(200) < size(20) * 3 / 2);
}

TEST_CASE("no line of the summary is wider than a terminal") {
  const std::string text = terminal_summary(told(small_history()), false);
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    CHECK(end - begin <= 110);  // bytes: a few characters are more than one
    begin = end + 1;
  }
}

TEST_CASE("the origin survives in verdict.json; what is not there stays empty") {
  CHECK(parse_provenance(verdict_json(told(small_history()))) == origin);
  for (const char* text :
       {"", "{}", "[]", "{\"origin\":3}", "{\"origin\":{\"facts\":[1,[2,3]]}}"}) {
    CHECK(parse_provenance(text) == provenance{});
  }
}

TEST_CASE("a template is filled, whatever its values hold") {
  CHECK(filled("a {{x}} b {{y}}", {{"x", "{{y}}"}, {"y", "2"}}) == "a {{y}} b 2");
  CHECK(filled("no slot", {}) == "no slot");
}
