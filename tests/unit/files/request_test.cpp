// What is asked of the files of a room, and what is answered to the rest.
#include "chat-node/files/request.hpp"

#include <catch2/catch.hpp>

namespace parley::files {
namespace {

constexpr unix_ms now = 1'790'000'000'000;
constexpr unix_ms in_two_days = now + 172'800'000;
const wire::token_box box({wire::make_token_key({1, 2, 3})});
const wire::token_box other_box({wire::make_token_key({4, 5, 6})});
const wire::seat_claims ada{.sid = std::string(32, 'a'),
                            .room = "r",
                            .seat = 1,
                            .attempt = 1,
                            .language = "en",
                            .members = {{1, "Ada"}, {2, "Bob"}}};
const std::string id(32, 'f');

request ask(std::string_view method, std::string_view path, std::optional<std::uint64_t> length = 7,
            const std::string& authorization = "Bearer " + box.sign(ada, now),
            const file_settings& settings = {}, unix_ms at = now) {
  return read_request({method, path, authorization, length}, settings, box, at);
}

answer refused(const request& made) {
  REQUIRE(std::holds_alternative<answer>(made));
  return std::get<answer>(made);
}

}  // namespace

TEST_CASE("a seat uploads to its room, and fetches from it") {
  CHECK(ask("POST", "") == request{upload{"r", 1, 7}});
  CHECK(ask("GET", "/" + id, {}) == request{download{"r", id}});
  CHECK(ask("HEAD", "/" + id, {}) == request{download{"r", id}});
}

TEST_CASE("a file of a named room is known to be one: it is kept for longer") {
  auto guest = ada;
  guest.limit = 50;
  guest.members = {{1, "Ada"}};
  CHECK(ask("POST", "", 7, "Bearer " + box.sign(guest, now)) == request{upload{"r", 1, 7, true}});
}

TEST_CASE("the name of the scheme is compared without case") {
  CHECK(ask("POST", "", 7, "bearer " + box.sign(ada, now)) == request{upload{"r", 1, 7}});
  CHECK(refused(ask("POST", "", 7, "Basic " + box.sign(ada, now))).name == "token_invalid");
}

TEST_CASE("only a seat's own, living token counts") {
  const auto expired =
      refused(ask("POST", "", 7, "Bearer " + box.sign(ada, now), file_settings{}, in_two_days));
  CHECK(expired.status == 401);
  CHECK(expired.body == R"({"error":"token_expired"})");
  const std::string session = box.sign(wire::session_claims{std::string(32, 'a')}, now);
  for (const auto& each : {std::string(), std::string("Bearer "), std::string("Bearer a.b.c"),
                           "Bearer " + other_box.sign(ada, now), "Bearer " + session}) {
    const auto invalid = refused(ask("GET", "/" + id, {}, each));
    CHECK(invalid.status == 401);
    CHECK(invalid.body == R"({"error":"token_invalid"})");
  }
}

TEST_CASE("bodies have a length, of 1 to what a file may have") {
  CHECK(refused(ask("POST", "", std::nullopt)).status == 411);
  CHECK(refused(read_request({"POST", "", "Bearer " + box.sign(ada, now), 7, true}, {}, box, now))
            .status == 411);
  CHECK(refused(ask("POST", "", 0)).status == 400);
  CHECK(ask("POST", "", 5'242'880) == request{upload{"r", 1, 5'242'880}});
  CHECK(refused(ask("POST", "", 5'242'881)).body == R"({"error":"too_long","limit":5242880})");
}

TEST_CASE("an image may have less than a file") {
  const file_settings settings;
  CHECK_FALSE(too_long(2'097'152, "image/png", settings));
  CHECK(too_long(2'097'153, "image/png", settings)->body ==
        R"({"error":"too_long","limit":2097152})");
  CHECK_FALSE(too_long(5'242'880, "application/octet-stream", settings));
}

TEST_CASE("what is no path, no method and no file is said so") {
  CHECK(refused(ask("POST", "x")).status == 404);
  CHECK(refused(ask("GET", "")).status == 405);
  CHECK(refused(ask("POST", "/" + id)).name == "method_not_allowed");
  for (const char* each : {"/", "/..", "/FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"})
    CHECK(refused(ask("GET", each, {})).body == R"({"error":"no_such_file"})");
}

TEST_CASE("a preflight is answered without a token, and a service without files says so") {
  CHECK(refused(ask("OPTIONS", "", {}, "")).status == 204);
  CHECK(refused(ask("POST", "", 7, "", file_settings{.enabled = false})).body ==
        R"({"error":"files_off"})");
}

TEST_CASE("who is to come again is told when, in whole seconds as well") {
  const auto wait = refusal_until(429, "rate_limited", milliseconds{1'500});
  CHECK(wait.body == R"({"error":"rate_limited","retry_ms":1500})");
  CHECK(wait.headers.back() == std::pair<std::string, std::string>{"Retry-After", "2"});
  CHECK(room_ended("left", 2).body == R"({"error":"room_ended","reason":"left","by":2})");
  CHECK(room_ended("gone", {}).body == R"({"error":"room_ended","reason":"gone"})");
}

}  // namespace parley::files
