// What a node asks of any connection before a room is concerned (docs/protocol.md sections 3 and
// 7).
#include "chat-node/room/chat_node.hpp"

#include "tests/unit/room/story.hpp"

namespace parley::room::test {

using wire::close_code;
using wire::error_code;

TEST_CASE("sync is answered at any time: a clock and a heartbeat") {
  story s;
  (void)s.on(connection_opened{1});
  CHECK(s.call(1, 1, wire::sync{5}) ==
        actions{answers(1, 1, wire::sync_result{5, begin_of_time, begin_of_time})});
}

TEST_CASE("nothing but sync may come before join") {
  story s;
  (void)s.on(connection_opened{1});
  CHECK(essence(s.call(1, 1, wire::send{1, "text", "x"})) ==
        actions{refuses(1, 1, {.code = error_code::join_first}),
                closes(1, close_code::protocol_error)});
}

TEST_CASE("a second join on a joined connection is out of turn") {
  story s;
  s.open_room();
  CHECK(essence(s.call(1, 2, wire::join{.token = s.token(1)})) ==
        actions{refuses(1, 2, {.code = error_code::invalid_request})});
}

TEST_CASE("who does not speak the protocol is told so and closed") {
  story s;
  (void)s.on(connection_opened{1});
  const auto out = essence(s.on(frame_received{1, "{nope"}));
  REQUIRE(out.size() == 2);
  CHECK(std::get<send_error>(out[0]).what.code == error_code::parse_error);
  CHECK(out[1] == closes(1, close_code::protocol_error));
}

TEST_CASE("no join in time") {
  story s;
  (void)s.on(connection_opened{1});
  CHECK(s.wait(milliseconds{4'999}) == actions{});
  CHECK(s.wait(milliseconds{1}) == actions{closes(1, close_code::join_deadline)});
  CHECK(s.wait(milliseconds{100}) == actions{});
}

TEST_CASE(
    "frames beyond the rate are refused with the time to wait; who goes on regardless is closed") {
  auto settings = make_settings();
  settings.frames = {2, 1};
  settings.refusals = 3;
  story s(settings);
  (void)s.on(connection_opened{1});
  const auto synced = actions{answers(1, 1, wire::sync_result{5, begin_of_time, begin_of_time})};
  CHECK(s.call(1, 1, wire::sync{5}) == synced);
  CHECK(s.call(1, 1, wire::sync{5}) == synced);
  const auto refused = refuses(1, 1, {.code = error_code::rate_limited, .retry_ms = 1'000});
  CHECK(essence(s.call(1, 1, wire::sync{5})) == actions{refused});

  SECTION("after a pause it is served again") {
    s.now.steady = s.now.steady + milliseconds{1'000};
    CHECK(s.call(1, 1, wire::sync{5}) == synced);
    CHECK(essence(s.call(1, 1, wire::sync{5})) == actions{refused});
    CHECK(essence(s.call(1, 1, wire::sync{5})) == actions{refused});
  }
  SECTION("without one it is closed") {
    (void)s.call(1, 1, wire::sync{5});
    CHECK(essence(s.call(1, 1, wire::sync{5})) ==
          actions{refused, closes(1, close_code::rate_limited)});
    CHECK(s.call(1, 1, wire::sync{5}) == actions{});
  }
}

TEST_CASE("a node that is full sends the member back to the matchmaker") {
  auto settings = make_settings();
  settings.capacity = 1;
  story s(settings);
  s.open_room();
  (void)s.on(connection_opened{9});
  CHECK(essence(s.call(9, 1, wire::join{.token = s.token(1, "r2")})) ==
        actions{refuses(9, 1, {.code = error_code::node_full}), closes(9, close_code::not_owner)});
}

TEST_CASE("the power of two choices takes the emptier of two that can take a room") {
  nodes others;
  others.replace({{"a", "i", 9, 10, false},
                  {"b", "i", 5, 10, false},
                  {"c", "i", 0, 10, true},
                  {"d", "i", 10, 10, false},
                  {"me", "i", 0, 10, false}});
  CHECK(others.choose("me", 0.0, 0.0) == "a");
  CHECK(others.choose("me", 0.0, 0.99) == "b");
  CHECK(others.choose("me", 0.99, 0.0) == "b");
  others.replace({});
  CHECK(others.choose("me", 0.5, 0.5) == std::nullopt);
}

TEST_CASE("while the registry is unknown, nobody is taken for dead") {
  nodes others;
  CHECK(others.is_serving(owner("a", "i", 1)));
  others.replace({});
  CHECK_FALSE(others.is_serving(owner("a", "i", 1)));
  others.forget();
  CHECK(others.is_serving(owner("a", "i", 1)));
}

}  // namespace parley::room::test
