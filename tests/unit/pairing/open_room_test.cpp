// A named room is opened by whoever knows its key (docs/protocol.md, `open`).
#include "core/wire/named_room.hpp"
#include "tests/unit/pairing/story.hpp"

namespace parley::pairing::test {

using wire::error_code;

namespace {

const std::string room_key(64, 'a');
const std::string room = wire::named_room_id("the hall");

struct opening : story {
  explicit opening(matchmaker_settings given = make_settings()) : story(std::move(given)) {
    (void)on(connection_opened{1, 1, seed_of(1)});
  }
  actions ask(const std::string& session = {}) {
    return essence(call(1, 5, wire::open_room{"the hall", room_key, "Otter", session}));
  }
  [[nodiscard]] wire::open_result opened(std::string node, bool claim) const {
    const auto seat = wire::seat_of_session(room, session_of(1));
    const wire::seat_claims claims{.sid = session_of(1),
                                   .room = room,
                                   .seat = seat,
                                   .language = {},
                                   .members = {{seat, "Otter"}},
                                   .limit = 50,
                                   .lock = wire::lock_of_key(room_key)};
    return {session_token(1), room, seat, tokens.sign(claims, now.wall), std::move(node), claim};
  }
};

}  // namespace

TEST_CASE("who opens a named room is told where it is and gets a seat in it") {
  opening s;
  CHECK(s.ask() == actions{asks(open_named{room, wire::lock_of_key(room_key)})});
  SECTION("at its owner") {
    const named_opened found{true, room_owner{"node-0", "instance"}};
    CHECK(essence(s.answer(found)) == actions{answers(1, 5, s.opened("node-0", false))});
  }
  SECTION("at a live node, when nobody owns it") {
    CHECK(essence(s.answer(named_opened{})) == actions{answers(1, 5, s.opened("node-0", true))});
  }
}

TEST_CASE("the same session has the same seat whenever it comes") {
  opening s;
  (void)s.ask(s.session_token(1));
  CHECK(essence(s.answer(named_opened{})) == actions{answers(1, 5, s.opened("node-0", true))});
}

TEST_CASE("a named room is not opened without its key, nor without Redis, nor without a node") {
  opening s;
  SECTION("another key") {
    (void)s.ask();
    CHECK(essence(s.answer(named_opened{.fits = false})) ==
          actions{refuses(1, 5, {.code = error_code::key_wrong})});
  }
  SECTION("no node") {
    (void)s.on(nodes_listed{});
    (void)s.ask();
    CHECK(essence(s.answer(named_opened{})) ==
          actions{refuses(1, 5, {.code = error_code::no_node, .retry_ms = 1'000})});
  }
  SECTION("Redis is away, or goes away meanwhile") {
    const actions sorry{
        refuses(1, 5, {.code = error_code::storage_unavailable, .retry_ms = 1'000})};
    (void)s.ask();
    CHECK(essence(s.answer(store_lost{})) == sorry);
    (void)s.on(link_lost{});
    CHECK(s.ask() == sorry);
  }
  SECTION("a forged session") {
    CHECK(s.ask("x.y.z") == actions{refuses(1, 5, {.code = error_code::token_invalid})});
  }
}

TEST_CASE("keys are guessed no faster than an address may seek") {
  auto settings = make_settings();
  settings.seeks_per_minute = 1;
  opening s(settings);
  (void)s.ask();
  CHECK(s.ask() == actions{refuses(1, 5, {.code = error_code::rate_limited, .retry_ms = 60'000})});
}

TEST_CASE("who sits in a named room blocks nobody") {
  opening s;
  const auto token = s.opened("node-0", true).token;
  CHECK(essence(s.call(1, 5, wire::block{token})) ==
        actions{refuses(1, 5, {.code = error_code::invalid_request})});
}

}  // namespace parley::pairing::test
