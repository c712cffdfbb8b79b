// The stories of a connection to Redis.
#include "core/link/redis_link.hpp"

#include <catch2/catch.hpp>

#include "core/link/redis_errors.hpp"

using namespace parley;
using namespace parley::link;
using actions = redis_link_actions;
using state = redis_link::state;

namespace {

constexpr redis_link_settings settings{
    .connect_timeout = milliseconds{1'000},
    .backoff = {.first = milliseconds{50}, .longest = milliseconds{2'000}},
    .proven_after = milliseconds{1'000}};

// Drives a link and keeps the clock.
struct story {
  redis_link link{settings};
  steady_time now{10'000};

  actions happens(const redis_link_event& event, double fraction = 0.5) {
    return link.handle(event, now, fraction);
  }

  void becomes_ready() {
    if (link.current() == state::stopped) REQUIRE_FALSE(happens(start_asked{}).empty());
    if (link.current() == state::waiting) REQUIRE_FALSE(happens(timer_fired{}).empty());
    REQUIRE_FALSE(happens(connected{}).empty());
    REQUIRE_FALSE(happens(prepared{}).empty());
    REQUIRE(link.is_ready());
  }
};

}  // namespace

TEST_CASE("a link connects, prepares, and is ready") {
  story s;
  CHECK(s.happens(start_asked{}) == actions{set_timer{milliseconds{1'000}}, connect{}});
  CHECK(s.happens(connected{}) == actions{prepare{}});
  CHECK_FALSE(s.link.is_ready());
  CHECK(s.happens(prepared{}) == actions{clear_timer{}, announce_ready{1}});
  CHECK(s.link.is_ready());
  CHECK(s.link.number() == 1);
}

TEST_CASE("a link that breaks is lost once, and the next one has the next number") {
  story s;
  s.becomes_ready();
  CHECK(s.happens(broken{"cut"}) ==
        actions{disconnect{"cut"}, announce_lost{"cut"}, set_timer{milliseconds{25}}});
  CHECK_FALSE(s.link.is_ready());
  CHECK(s.happens(broken{"cut again"}).empty());
  s.becomes_ready();
  CHECK(s.link.number() == 2);
}

TEST_CASE("an attempt that comes to nothing has not lost a link") {
  story s;
  static_cast<void>(s.happens(start_asked{}));
  const auto done = s.happens(broken{"refused"});
  CHECK(done ==
        actions{disconnect{"refused"}, announce_failed{"refused"}, set_timer{milliseconds{25}}});
  CHECK(s.link.number() == 0);
}

TEST_CASE("connecting and preparing have one deadline") {
  story s;
  static_cast<void>(s.happens(start_asked{}));
  SECTION("nobody accepts") {
    CHECK(s.happens(timer_fired{}).front() ==
          redis_link_action{disconnect{"no connection in time"}});
  }
  SECTION("it accepts and says nothing: a frozen Redis") {
    CHECK(s.happens(connected{}) == actions{prepare{}});
    CHECK(s.happens(timer_fired{}).front() == redis_link_action{disconnect{"no answer in time"}});
  }
  CHECK(s.link.current() == state::waiting);
}

TEST_CASE("waits are a random part of a bound that doubles up to the longest") {
  story s;
  static_cast<void>(s.happens(start_asked{}));
  for (const int most : {50, 100, 200, 400, 800, 1'600, 2'000, 2'000}) {
    const auto done = s.happens(broken{"refused"}, 0.75);
    CHECK(done.back() == redis_link_action{set_timer{milliseconds{most * 3 / 4}}});
    CHECK(s.happens(timer_fired{}) == actions{set_timer{milliseconds{1'000}}, connect{}});
  }
}

TEST_CASE("a link that breaks as soon as it is ready is not tried at full speed for ever") {
  story s;
  for (const int most : {50, 100, 200}) {
    s.becomes_ready();
    s.now = s.now + milliseconds{999};
    CHECK(s.happens(broken{"LOADING"}, 0.5).back() ==
          redis_link_action{set_timer{milliseconds{most / 2}}});
  }
  s.becomes_ready();
  s.now = s.now + milliseconds{1'000};
  CHECK(s.happens(broken{"cut"}, 0.5).back() == redis_link_action{set_timer{milliseconds{25}}});
}

TEST_CASE("a stopped link stays stopped") {
  story s;
  SECTION("while ready") {
    s.becomes_ready();
    CHECK(s.happens(stop_asked{}) ==
          actions{clear_timer{}, disconnect{"stopped"}, announce_lost{"stopped"}});
  }
  SECTION("while connecting") {
    static_cast<void>(s.happens(start_asked{}));
    CHECK(s.happens(stop_asked{}) == actions{clear_timer{}, disconnect{"stopped"}});
  }
  SECTION("while waiting") {
    static_cast<void>(s.happens(start_asked{}));
    static_cast<void>(s.happens(broken{"refused"}));
    CHECK(s.happens(stop_asked{}) == actions{clear_timer{}});
  }
  CHECK(s.happens(timer_fired{}).empty());
  CHECK(s.happens(broken{"late"}).empty());
  CHECK(s.happens(stop_asked{}).empty());
}

TEST_CASE("an event that comes late changes nothing") {
  story s;
  s.becomes_ready();
  CHECK(s.happens(start_asked{}).empty());
  CHECK(s.happens(connected{}).empty());
  CHECK(s.happens(prepared{}).empty());
  CHECK(s.happens(timer_fired{}).empty());
  CHECK(s.link.is_ready());
  CHECK(s.link.number() == 1);
}

TEST_CASE("only answers of a server that is not our master break a link") {
  for (const auto* word : {"READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "MOVED", "ASK"}) {
    CHECK(breaks_link(word));
  }
  for (const auto* word : {"OOM", "ERR", "WRONGTYPE", "EXECABORT", "BUSY", ""}) {
    CHECK_FALSE(breaks_link(word));
  }
}
