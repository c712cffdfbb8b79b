// What an operator reads of a report.
#include "core/safety/report.hpp"

#include <catch2/catch.hpp>

namespace parley::safety {

namespace {

const report_slip slip{"r1", 2, {wire::report_reason::threat, "He said \"…\""}, 1'790'000'000'123};

const std::vector<raw_entry> said{
    {"1-1", {{"k", "moved"}, {"node", "node-0"}}},
    {"1-2", {{"k", "snapshot"}, {"j", "{}"}}},
    {"1-4",
     {{"k", "message"}, {"s", "1"}, {"q", "7"}, {"m", "text"}, {"b", "ä \"x\""}, {"t", "5"}}},
    {"1-5",
     {{"k", "message"}, {"s", "1"}, {"q", "8"}, {"m", "edit"}, {"b", "y"}, {"t", "6"}, {"o", "7"}}},
    {"1-6", {{"k", "name"}, {"s", "1"}, {"b", "Otter"}}}};

}  // namespace

TEST_CASE("an opened report is one JSON object with what was said") {
  const auto keys = make_key_pair();
  const kept_report kept{seal(keys.open, to_text(slip)), seal(keys.open, to_text("r1", said))};
  CHECK(open_report(keys, kept) ==
        R"({"room":"r1","at":1790000000123,"by":2,"reason":"threat","words":"He said \"…\"",)"
        R"("entries":[{"id":"1-4","from":1,"seq":7,"kind":"text","body":"ä \"x\"","at":5},)"
        R"({"id":"1-5","from":1,"seq":8,"kind":"edit","body":"y","at":6,"of":7},)"
        R"({"id":"1-6","from":1,"name":"Otter"}]})");
}

TEST_CASE("of long entries the latest go with a report, up to a bound") {
  const std::string longest(most_report_bytes / 2, 'a');
  const auto entry = [&](const char* id, const std::string& body) {
    return raw_entry{
        id, {{"k", "message"}, {"s", "1"}, {"q", "1"}, {"m", "text"}, {"b", body}, {"t", "5"}}};
  };
  const auto text =
      to_text("r1", {entry("1-1", "early"), entry("1-2", longest), entry("1-3", longest)});
  CHECK(text.find("1-1") == std::string::npos);
  CHECK(text.find("1-2") < text.find("1-3"));
  CHECK(text.find("1-3") != std::string::npos);
}

TEST_CASE("a report is opened by its key only, and with the entries of its own room") {
  const auto keys = make_key_pair();
  const kept_report kept{seal(keys.open, to_text(slip)), seal(keys.open, to_text("r1", said))};
  CHECK_FALSE(open_report(make_key_pair(), kept));
  CHECK_FALSE(open_report(keys, {kept.report, seal(keys.open, to_text("r2", said))}));
  CHECK_FALSE(open_report(keys, {kept.entries, kept.report}));
  CHECK_FALSE(open_report(keys, {kept.report, "damaged"}));
}

TEST_CASE("a kept report is read back; anything else is none") {
  const kept_report kept{"box one", "box two"};
  CHECK(parse_kept_report(to_text(kept)) == kept);
  for (const char* const none :
       {"", "[]", "{}", R"({"report":"x"})", R"({"report":1,"entries":2})"})
    CHECK_FALSE(parse_kept_report(none));
}

}  // namespace parley::safety
