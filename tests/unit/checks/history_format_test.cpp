// Events to lines and back, and what is said of a line that is none.
#include <catch2/catch.hpp>

#include "chaos/checks/format_history.hpp"
#include "chaos/checks/parse_history.hpp"

namespace parley::checks {

namespace {

std::string line_of(double t, const event& what) {
  std::string text;
  append_line(text, t, what);
  return text;
}

std::string mistake_in(std::string_view line) {
  const auto read = parse_line(line);
  return read ? "" : read.error().what;
}

const std::vector<event> one_of_each{
    run{"node-kill", 7, 2, {10'000, true, 3, 64'000'000, 16}},
    phase{phase_name::calm},
    fault{1, "node_kill", "node-0", 1500.25},
    healed{1},
    struck{"node-0", "cut", "open", 12},
    plan{"cut", "open", 12.5, 1000, 130},
    process{"node-0", 9'000'000, 20, reading::end},
    logged{"r1", {2, 9}, 1, 3, 0x00ff00aa},
    log_read{"r1", 5, entry_id{1, 1}},
    log_read{"r1", 0, {}},
    seek{4, 2, "en"},
    paired{4, 2, "r1", 1, "bot-5"},
    wait_ended{4, "too_long"},
    enter{4, "the hall"},
    entered{4, "n7", 2'147'483'648},
    joined{4, "r1", 1, "node-0", 3, 8},
    lost{4, 8, 1006},
    send{4, "r1", 1, 3, 0xdeadbeef},
    refused{4, "r1", "outbox_full"},
    stored{4, "r1", 1, 3},
    delivered{4, "r1", 1, 3},
    applied{5, "r1", 1, 3, {2, 9}, 0xdeadbeef},
    gap{5, "r1", 1, 2},
    ended{4, "r1", "no_show"},
    leave{4, "r1"},
    reload{4},
    closed{4},
    rest{4, 0, bot_state::joined},
};

}  // namespace

TEST_CASE("every event is read as it was written") {
  for (const event& what : one_of_each) {
    const std::string text = line_of(1234.567, what);
    INFO(text);
    REQUIRE(text.ends_with("}\n"));
    const auto read = parse_line(std::string_view(text).substr(0, text.size() - 1));
    REQUIRE(read.has_value());
    CHECK(*read == happening{1234.567, what});
  }
}

TEST_CASE("a line is as docs/history.md shows it") {
  CHECK(line_of(83, applied{1, "r1", 1, 1, {1, 4}, 0x89ff3a12}) ==
        R"({"t":83,"e":"applied","bot":1,"room":"r1","from":1,"seq":1,"id":"1-4","sum":"89ff3a12"})"
        "\n");
  CHECK(line_of(12.5, leave{0, "r1"}) == R"({"t":12.5,"e":"leave","bot":0,"room":"r1"})"
                                         "\n");
}

TEST_CASE("times are written to the microsecond, without trailing zeros") {
  CHECK(line_of(0.1, healed{1}) == "{\"t\":0.1,\"e\":\"healed\",\"n\":1}\n");
  CHECK(line_of(7.0004, healed{1}) == "{\"t\":7,\"e\":\"healed\",\"n\":1}\n");
  CHECK(line_of(7.001, healed{1}) == "{\"t\":7.001,\"e\":\"healed\",\"n\":1}\n");
  CHECK(line_of(6.9996, healed{1}) == "{\"t\":7,\"e\":\"healed\",\"n\":1}\n");
}

TEST_CASE("texts are escaped where they must be") {
  const event what = ended{0, "a \"room\"\n", "left"};
  const std::string text = line_of(1, what);
  CHECK(std::ranges::count(text, '\n') == 1);
  CHECK(parse_line(std::string_view(text).substr(0, text.size() - 1))->event == what);
}

TEST_CASE("a mistake is named by its member") {
  CHECK(mistake_in("{\"t\":1,") != "");
  CHECK(mistake_in("[]") == "not an object");
  CHECK(mistake_in(R"({"e":"healed","n":1})") == "t must be a number from 0 to 10^12");
  CHECK(mistake_in(R"({"t":-1,"e":"healed","n":1})") == "t must be a number from 0 to 10^12");
  CHECK(mistake_in(R"({"t":4440666666666666,"e":"healed","n":1})") ==
        "t must be a number from 0 to 10^12");  // a fuzzer's: it was written as another time
  CHECK(mistake_in(R"({"t":1,"e":"heal","n":1})") == "e: no event is called heal");
  CHECK(mistake_in(R"({"t":1,"e":"healed"})") == "n must be an integer from 0 to 9007199254740991");
  CHECK(mistake_in(R"({"t":1,"e":"phase","name":"panic"})") == "name is not one of those known");
  CHECK(mistake_in(R"({"t":1,"e":"stored","bot":0,"room":"r","seat":0,"seq":1})") ==
        "seat must be an integer from 1 to 4294967295");
  CHECK(mistake_in(
            R"({"t":1,"e":"logged","room":"r","id":"1.4","from":1,"seq":1,"sum":"00000000"})") ==
        "id must be an id, <epoch>-<n>");
  CHECK(mistake_in(
            R"({"t":1,"e":"logged","room":"r","id":"1-4","from":1,"seq":1,"sum":"ABCDEF00"})") ==
        "sum must be 8 hex digits");
  CHECK(mistake_in(
            R"({"t":0,"e":"run","format":1,"experiment":"x","seed":1,"bots":1,"expect":{}})") ==
        "expect.recover_within_ms must be a number from 0 to 10^12");
}

TEST_CASE("unknown members are ignored") {
  CHECK(parse_line(R"({"t":1,"e":"reload","bot":3,"mood":"fine"})")->event == event{reload{3}});
}

TEST_CASE("the sum of a body is the CRC-32 of zlib") {
  CHECK(sum_of("123456789") == 0xcbf43926);
  CHECK(sum_of("") == 0);
}

}  // namespace parley::checks
