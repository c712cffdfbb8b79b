// A ticket's place in its pool: leases, lost connections, second connections, the front.
#include <catch2/catch.hpp>

#include "tests/integration/pairing/functions/matchmaker_at_redis.hpp"

using namespace parley::test;
using namespace parley::test::lua;

namespace {

const wish a{.session = "a", .interests = {"tea"}};
const wish b{.session = "b", .interests = {"tea"}, .connection = 2};

bool has_ticket(const pairing_at_redis& at, const std::string& session) {
  return at.redis.command({"EXISTS", "ticket:{pairing}:" + session}).number == 1;
}

}  // namespace

TEST_CASE("a ticket whose lease is over is skipped and dropped") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  CHECK(at.other.seek({.wishes = {b}, .now = lease_ms}).pairs.empty());
  CHECK(at.one.letters().empty());
  CHECK_FALSE(has_ticket(at, "a"));
  CHECK(count_waiting(at.redis) == 1);
  CHECK(at.one.look_up({a}, lease_ms).outcomes[0].what == "gone");
}

TEST_CASE("looking up renews the lease") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  for (int i = 1; i <= 3; ++i)
    CHECK(at.one.look_up({a}, i * 9'000).outcomes[0].what == "waiting");
  CHECK(at.other.seek({.wishes = {b}, .now = 36'999}).pairs.size() == 1);
}

TEST_CASE("a detached ticket is not paired, and its place is found again in time") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  at.one.detach(a, 1'000);
  CHECK(at.other.seek({.wishes = {b}, .now = 2'000}).pairs.empty());
  CHECK(at.one.seek({.now = 2'000, .pools = {"en"}}).pairs.empty());

  SECTION("with the same attempt, at another matchmaker") {
    auto again = a;
    again.connection = 9;
    const auto answer = at.other.seek({.wishes = {again}, .now = 3'000});
    CHECK(answer.outcomes[0].waited_ms == 3'000);
    CHECK(answer.pairs.size() == 1);
    CHECK(at.one.letters().empty());  // nobody is there to be told `replaced`
    CHECK(are_paired(assignments_in(at.other.letters()), "a", "b"));
  }
  SECTION("not after the lease") {
    CHECK(at.one.seek({.wishes = {a}, .now = 11'001}).outcomes[0].waited_ms == 0);
  }
  SECTION("a new attempt starts anew") {
    auto next = a;
    next.attempt = "2";
    CHECK(at.one.seek({.wishes = {next}, .now = 3'000}).outcomes[0].waited_ms == 0);
  }
  SECTION("who still believes to wait is told to enter again") {
    CHECK(at.one.look_up({a}, 3'000).outcomes[0].what == "gone");
  }
}

TEST_CASE("only the connection that holds a ticket can detach it") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  auto foreign = a;
  foreign.connection = 77;
  at.one.detach(foreign, 1);
  at.other.detach(a, 1);
  CHECK(at.other.seek({.wishes = {b}, .now = 2}).pairs.size() == 1);
}

TEST_CASE("the newest connection of a session wins, and the older one is told") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  auto again = a;
  again.connection = 5;

  SECTION("with the same attempt the place is kept") {
    CHECK(at.other.seek({.wishes = {again}, .now = 4'000}).outcomes[0].waited_ms == 4'000);
    CHECK(at.one.look_up({a}, 4'001).outcomes[0].what == "replaced");
  }
  SECTION("with a higher one it is a new wish") {
    again.attempt = "2";
    CHECK(at.other.seek({.wishes = {again}, .now = 4'000}).outcomes[0].waited_ms == 0);
    CHECK(at.one.look_up({a}, 4'001).outcomes[0].what == "replaced");
    CHECK(at.one.seek({.wishes = {a}, .now = 4'002}).outcomes[0].what == "replaced");
  }
  SECTION("in another pool it leaves the first") {
    again.attempt = "2";
    again.pool = "de";
    at.other.seek({.wishes = {again}, .now = 4'000});
    CHECK(count_waiting(at.redis, "en") == 0);
    CHECK(at.redis.command({"EXISTS", "pool:{pairing}:en:takes:#tea"}).number == 0);
    CHECK(count_waiting(at.redis, "de") == 1);
  }
  const auto told = at.one.letters();
  REQUIRE(told.size() == 1);
  CHECK(told[0].kind == "replaced");
  CHECK(told[0].session == "a");
  CHECK(told[0].connection == 1);
  CHECK(told[0].attempt == "1");
  CHECK(at.other.letters().empty());
}

TEST_CASE("a session in two tabs is never paired with itself") {
  pairing_at_redis at;
  auto tab = a;
  tab.connection = 8;
  auto elsewhere = a;
  elsewhere.attempt = "2";
  elsewhere.pool = "de";
  CHECK(at.one.seek({.wishes = {a, tab, elsewhere, a}}).pairs.empty());
  CHECK(at.one.seek({.now = patience_ms - 1, .pools = {"en", "de"}}).pairs.empty());
  CHECK(count_waiting(at.redis, "en") == 0);
  CHECK(count_waiting(at.redis, "de") == 1);
}

TEST_CASE("an assignment is found again by its attempt, at any matchmaker") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a, b}});
  const auto found = assignments_in(at.one.letters());
  REQUIRE(are_paired(found, "a", "b"));
  auto again = a;
  again.connection = 6;
  const auto answer = at.other.seek({.wishes = {again}, .now = 1'000});
  CHECK(answer.outcomes[0].what == "assigned");
  CHECK(answer.outcomes[0].found == found.at("a"));
  CHECK(at.one.look_up({a}, 1'000).outcomes[0].found == found.at("a"));

  again.attempt = "2";
  CHECK(at.other.seek({.wishes = {again}, .now = 2'000}).outcomes[0].what == "waiting");
  CHECK(at.one.seek({.wishes = {a}, .now = 3'000}).outcomes[0].what == "replaced");
}

TEST_CASE("an attempt may be any integer of the protocol") {
  pairing_at_redis at;
  auto large = a;
  large.attempt = "9007199254740991";
  at.one.seek({.wishes = {large}});
  CHECK(at.one.look_up({large}, 1).outcomes[0].what == "waiting");
  auto less = a;
  less.attempt = "9007199254740990";
  CHECK(at.one.seek({.wishes = {less}}).outcomes[0].what == "replaced");
  at.one.seek({.wishes = {b}});
  CHECK(assignments_in(at.one.letters()).at("a").attempt == large.attempt);
}

TEST_CASE("a late word on an old wish does not touch the new one") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  auto next = a;
  next.attempt = "2";  // on the same connection
  at.one.seek({.wishes = {next}});
  CHECK(at.one.cancel(a).what == "replaced");
  CHECK(at.one.look_up({a}, 1).outcomes[0].what == "replaced");
  CHECK(at.one.look_up({next}, 1).outcomes[0].what == "waiting");
}

TEST_CASE("the front of the pool is the front") {
  pairing_at_redis at;
  for (int i = 0; i < 30; ++i) {
    at.one.seek({.wishes = {{.session = "s" + std::to_string(i)}}, .now = i, .nodes = 0});
  }
  at.one.seek({.wishes = {{.session = "first", .front = true}}, .now = 100, .nodes = 0});
  CHECK(at.redis.command({"ZRANGE", "pool:{pairing}:en", "0", "0"}).elements[0].text == "first");
  at.one.seek({.now = 200, .nodes = 1, .pools = {"en"}});
  CHECK(assignments_in(at.one.letters()).contains("first"));
}

TEST_CASE("a wish that Redis has lost has waited as long as its matchmaker says") {
  pairing_at_redis at;
  auto lost = a;
  lost.waited_ms = 9'000;
  CHECK(at.one.seek({.wishes = {lost}, .now = 20'000}).outcomes[0].waited_ms == 9'000);
  at.one.seek({.wishes = {{.session = "c", .interests = {"go"}}}, .now = 20'999});
  CHECK(at.one.seek({.now = 20'999, .pools = {"en"}}).pairs.empty());
  CHECK(at.one.seek({.now = 21'000, .pools = {"en"}}).pairs.size() == 1);
}
