// What a matchmaker asks of any connection, and how it leaves.
#include "tests/unit/pairing/story.hpp"

namespace parley::pairing::test {

using wire::close_code;
using wire::error_code;

TEST_CASE("who does not speak the protocol is told so and closed") {
  story s;
  (void)s.on(connection_opened{1, 1, seed_of(1)});
  const auto out = essence(s.on(frame_received{1, "{nope"}));
  REQUIRE(out.size() == 2);
  CHECK(std::get<send_error>(out[0]).what.code == error_code::parse_error);
  CHECK(out[1] == closes(1, close_code::protocol_error));
  CHECK(s.on(frame_received{1, "{nope"}).empty());
}

TEST_CASE("frames beyond the rate are refused with the time to wait; who goes on is closed") {
  auto settings = make_settings();
  settings.frames = {1, 1};
  settings.refusals = 2;
  story s(settings);
  (void)s.on(connection_opened{1, 1, seed_of(1)});
  CHECK(essence(s.call(1, 1, wire::cancel{1})) ==
        actions{refuses(1, 1, {.code = error_code::no_such_wait})});
  const auto refused = refuses(1, 2, {.code = error_code::rate_limited, .retry_ms = 1'000});
  CHECK(essence(s.call(1, 2, wire::cancel{1})) == actions{refused});
  CHECK(essence(s.call(1, 2, wire::cancel{1})) ==
        actions{refused, closes(1, close_code::rate_limited)});
}

TEST_CASE(
    "a drain sends everybody elsewhere, spread, detached with their places; then it is over") {
  auto settings = make_settings();
  settings.drain = {.deadline = milliseconds{10'000}, .spread = milliseconds{2'000}};
  story s(settings);
  const auto one = s.waits(1);
  const auto two = s.waits(2);
  CHECK(essence(s.on(drain_asked{})) == actions{refuse_connections{}, announce{}});
  CHECK(s.machine.is_draining());
  CHECK(s.on(drain_asked{}).empty());

  actions closed;
  for (int i = 0; i < 4; ++i)
    for (const auto& each : s.wait(milliseconds{500}))
      if (std::holds_alternative<close_connection>(each)) closed.push_back(each);
  REQUIRE(closed.size() == 2);
  CHECK(std::ranges::is_permutation(
      closed, actions{closes(1, close_code::going_away), closes(2, close_code::going_away)}));
  CHECK(essence(s.on(connection_closed{1})) == actions{asks(detach_ticket{one})});
  CHECK(essence(s.on(connection_closed{2})) == actions{asks(detach_ticket{two}), finished{}});
}

TEST_CASE("a drain is over at its deadline, whoever is still there") {
  auto settings = make_settings();
  settings.drain = {.deadline = milliseconds{10'000}, .spread = milliseconds{2'000}};
  story s(settings);
  (void)s.on(connection_opened{1, 1, seed_of(1)});
  (void)s.on(drain_asked{});
  CHECK(essence(s.wait(milliseconds{9'999})) == actions{closes(1, close_code::going_away)});
  CHECK(essence(s.wait(milliseconds{1})) == actions{finished{}});
}

}  // namespace parley::pairing::test
