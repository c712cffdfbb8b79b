// The histories written by hand, broken ones for each property, get the verdicts that their list
// says; the second checker is tested with the same.
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "chaos/checks/check_history.hpp"
#include "chaos/checks/tell_verdict.hpp"

namespace parley::checks {

namespace {

const std::string folder = PARLEY_SOURCE_DIR "/chaos/checks/histories/";

boost::json::object expected_verdicts() {
  std::ifstream file(folder + "verdicts.json");
  std::stringstream text;
  text << file.rdbuf();
  return boost::json::parse(text.str()).as_object();
}

verdict verdict_of(const std::string& name) {
  std::ifstream file(folder + name + ".jsonl");
  REQUIRE(file);
  return check_history(file);
}

using counts = std::map<std::string, std::uint64_t>;

counts violations_of(const verdict& said) {
  counts found;
  for (const finding& each : said.findings) {
    if (each.says == outcome::violated) found[each.property] = each.violations;
  }
  return found;
}

std::set<std::string> unknown_of(const verdict& said) {
  std::set<std::string> found;
  for (const finding& each : said.findings) {
    if (each.says == outcome::unknown) found.insert(each.property);
  }
  return found;
}

}  // namespace

TEST_CASE("a history written by hand gets its verdict") {
  for (const auto& [name, expected] : expected_verdicts()) {
    DYNAMIC_SECTION(std::string_view(name)) {
      const verdict said = verdict_of(name);
      INFO(tell(said));
      CHECK(to_text(said.says) == std::string_view(expected.at("verdict").as_string()));
      CHECK(violations_of(said) == boost::json::value_to<counts>(expected.at("violated")));
      CHECK(unknown_of(said) ==
            boost::json::value_to<std::set<std::string>>(expected.at("unknown")));
    }
  }
}

TEST_CASE("a violation shows the lines of the history that prove it") {
  const verdict said = verdict_of("nothing_doubled.applied_again");
  const auto doubled = std::ranges::find(said.findings, "nothing_doubled", &finding::property);
  REQUIRE(doubled->first.size() == 1);
  CHECK(doubled->first[0].what == "bot 0 applied message 2 of seat 2 in room r1 again");
  CHECK(doubled->first[0].lines.size() == 2);
}

TEST_CASE("an unreadable line is named with its number and what is wrong with it") {
  const verdict said = verdict_of("unreadable.line");
  REQUIRE_FALSE(said.reasons.empty());
  CHECK_THAT(said.reasons[0], Catch::StartsWith("line ") && Catch::Contains("not JSON"));
}

TEST_CASE("every property has a history that violates it alone") {
  const boost::json::object all = expected_verdicts();
  std::set<std::string> covered;
  for (const auto& [name, expected] : all) {
    const auto violated = boost::json::value_to<counts>(expected.at("violated"));
    if (violated.size() == 1) covered.insert(violated.begin()->first);
  }
  CHECK(covered.size() == 8);
}

}  // namespace parley::checks
