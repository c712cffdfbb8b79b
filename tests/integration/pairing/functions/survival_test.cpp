// What is lost, and what is left: letters, nodes, functions, Redis itself, and the keys.
#include <catch2/catch.hpp>
#include <random>

#include "tests/integration/pairing/functions/matchmaker_at_redis.hpp"

using namespace parley::test;
using namespace parley::test::lua;

namespace {

const wish a{.session = "a"};
const wish b{.session = "b", .connection = 2};

strings keys_without_end(const redis_server& redis) {
  strings found;
  for (const auto& key : redis.command({"KEYS", "*"}).elements) {
    if (redis.command({"PTTL", key.text}).number < 0) found.push_back(key.text);
  }
  return found;
}

}  // namespace

TEST_CASE("without a node tickets wait, and are paired when one appears") {
  pairing_at_redis at;
  const auto none = at.one.seek({.wishes = {a, b}, .nodes = 0});
  CHECK(none.pairs.empty());
  CHECK(none.more);
  CHECK(at.other.seek({.now = 1, .nodes = 0, .pools = {"en"}}).pairs.empty());
  CHECK(count_waiting(at.redis) == 2);
  CHECK(at.other.seek({.now = 2, .nodes = 1, .pools = {"en"}}).pairs.size() == 1);
  CHECK(are_paired(assignments_in(at.one.letters()), "a", "b"));
}

TEST_CASE("a lost letter is found by looking up, so the last one waiting is not forgotten") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  at.other.seek({.wishes = {b}});
  at.redis.command({"DEL", "mail:{pairing}:matchmaker-1"});
  const auto looked_up = at.one.look_up({a}, 3'000, {"en"});
  REQUIRE(looked_up.outcomes[0].what == "assigned");
  auto found = assignments_in(at.other.letters());
  found.emplace("a", looked_up.outcomes[0].found);
  CHECK(are_paired(found, "a", "b"));
  CHECK(looked_up.pools[0].waiting == 0);
}

TEST_CASE("a pool tells how many wait and how long the last 200 have waited") {
  pairing_at_redis at;
  const auto empty = at.one.look_up({}, 1, {"en", "de"});
  REQUIRE(empty.pools.size() == 2);
  CHECK(empty.pools[0].waits_ms.empty());
  at.one.seek({.wishes = {a}});
  at.one.seek({.wishes = {b}, .now = 1'234});
  CHECK(at.one.look_up({}, 2'000, {"en"}).pools[0].waits_ms == std::vector<std::int64_t>{1'234, 0});
  std::vector<wish> many;
  for (int i = 0; i < 301; ++i)
    many.push_back({.session = "s" + std::to_string(i)});
  at.one.seek({.wishes = many, .now = 3'000, .nodes = 150, .scan = 400});
  const auto pool = at.one.look_up({}, 3'000, {"en"}).pools[0];
  CHECK(pool.waiting == 1);
  CHECK(pool.waits_ms == std::vector<std::int64_t>(200, 0));
}

TEST_CASE("cancel wins or the pairing wins, never both and never neither") {
  pairing_at_redis at;
  std::mt19937 random(5);
  int cancelled = 0;
  int assigned = 0;
  for (int round = 1; round <= 500; ++round) {
    const auto name = std::to_string(round);
    const wish mine{.session = "a" + name};
    const wish theirs{.session = "b" + name};
    at.one.seek({.wishes = {mine}});
    outcome end;
    bool is_paired = false;
    int answers = 0;
    const auto cancel = [&] {
      at.one.cancel(mine, [&](const outcome& what) {
        end = what;
        ++answers;
      });
    };
    const auto seek = [&] {
      at.other.seek({.wishes = {theirs}}, [&](const seek_answer& answer) {
        is_paired = !answer.pairs.empty();
        ++answers;
      });
    };
    random() % 2 == 0 ? (cancel(), seek()) : (seek(), cancel());
    REQUIRE(run_until(at.loop, [&] { return answers == 2; }));
    const auto letters = at.one.letters();
    REQUIRE(end.what == (is_paired ? "assigned" : "cancelled"));
    REQUIRE(letters.size() == (is_paired ? 1 : 0));
    REQUIRE(at.one.cancel(mine).what == (is_paired ? "assigned" : "gone"));
    REQUIRE(at.other.cancel(theirs).what == (is_paired ? "assigned" : "cancelled"));
    ++(is_paired ? assigned : cancelled);
  }
  CHECK(cancelled > 20);
  CHECK(assigned > 20);
}

TEST_CASE("only who holds the ticket cancels it") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  CHECK(at.other.cancel(a).what == "replaced");
  CHECK(count_waiting(at.redis) == 1);
  at.one.detach(a, 1);
  CHECK(at.one.cancel(a).what == "cancelled");
  CHECK(at.one.cancel(a).what == "gone");
}

TEST_CASE("functions and tickets that Redis has lost are there again") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});

  SECTION("functions flushed: nothing is lost") {
    at.redis.command({"FUNCTION", "FLUSH"});
    CHECK(at.other.seek({.wishes = {b}}).pairs.size() == 1);
  }
  SECTION("Redis restarted empty: who is gone enters again") {
    at.redis.restart_empty();
    for (auto* each : {&at.one, &at.other}) {
      REQUIRE(run_until(at.loop, [&] { return each->link().told.size() >= 3; }));
    }
    CHECK(at.one.look_up({a}, 1).outcomes[0].what == "gone");
    CHECK(at.one.seek({.wishes = {a}, .now = 2}).outcomes[0].what == "waiting");
    CHECK(at.other.seek({.wishes = {b}, .now = 3}).pairs.size() == 1);
  }
}

TEST_CASE("a mailbox nobody reads is capped and ends") {
  pairing_at_redis at;
  at.one.seek({.wishes = {a}});
  strings fill{"RPUSH", "mail:{pairing}:matchmaker-1"};
  fill.insert(fill.end(), 12'000, "old");
  at.one.link().ask(fill);
  at.other.seek({.wishes = {b}});
  CHECK(at.redis.command({"LLEN", "mail:{pairing}:matchmaker-1"}).number == 10'000);
  CHECK(at.redis.command({"LRANGE", "mail:{pairing}:matchmaker-1", "-1", "-1"})
            .elements[0]
            .text.find("assigned") != std::string::npos);
  const auto left = at.redis.command({"PTTL", "mail:{pairing}:matchmaker-1"}).number;
  CHECK(left > 0);
  CHECK(left <= 60'000);
}

TEST_CASE("every key ends by itself, and a long wait keeps what it needs") {
  pairing_at_redis at;
  std::vector<wish> all;
  for (int i = 0; i < 40; ++i)
    all.push_back(
        {.session = "s" + std::to_string(i), .interests = {"i" + std::to_string(i % 30)}});
  at.one.seek({.wishes = all});
  at.one.detach(all.back(), 1);
  CHECK(keys_without_end(at.redis).empty());
  const auto& key = "pool:{pairing}:en:takes:#i25";
  at.redis.command({"PEXPIRE", key, "500"});
  at.one.look_up(all, 1'000);
  CHECK(at.redis.command({"PTTL", key}).number > lease_ms);
  CHECK(keys_without_end(at.redis).empty());
}

TEST_CASE("when all have left nothing is waiting anywhere") {
  pairing_at_redis at;
  std::vector<wish> all;
  for (int i = 0; i < 700; ++i)
    all.push_back({.session = "s" + std::to_string(i), .interests = {"i" + std::to_string(i)}});
  at.one.seek({.wishes = all, .scan = 1'000});
  // More expire than one call drops.
  at.one.look_up({}, lease_ms);
  at.one.look_up({}, lease_ms);
  CHECK(at.redis.command({"KEYS", "*"}).elements.empty());
}
