// Who is paired with whom: interests, patience, the last partners, and chance.
#include <catch2/catch.hpp>

#include "tests/integration/pairing/functions/matchmaker_at_redis.hpp"

using namespace parley::test;
using namespace parley::test::lua;

TEST_CASE("two who wait get one room, two seats, and each other's name") {
  pairing_at_redis at;
  CHECK(at.one.seek({.wishes = {{.session = "a"}}}).outcomes[0].what == "waiting");
  const auto answer = at.other.seek({.wishes = {{.session = "b"}}, .now = 700});
  CHECK(answer.pairs == strings{"en"});
  CHECK_FALSE(answer.more);

  const auto of_a = at.one.letters();
  const auto of_b = at.other.letters();
  REQUIRE(of_a.size() == 1);
  REQUIRE(of_b.size() == 1);
  auto found = assignments_in(of_a);
  found.merge(assignments_in(of_b));
  CHECK(are_paired(found, "a", "b"));
  CHECK(found["a"].waited_ms == 700);
  CHECK(found["b"].waited_ms == 0);
  CHECK(found["a"].node == "node-1");
  const auto seat_of_a = static_cast<std::size_t>(found["a"].seat);
  CHECK(found["a"].names.at(seat_of_a - 1) == "name of a");
  CHECK(found["a"].names.at(2 - seat_of_a) == "name of b");
}

TEST_CASE("pools never mix") {
  pairing_at_redis at;
  at.one.seek({.wishes = {{.session = "a", .pool = "en"}, {.session = "b", .pool = "de"}}});
  CHECK(at.one.seek({.now = 60'000, .pools = {"en", "de"}}).pairs.empty());
}

TEST_CASE("a shared interest goes before anybody else") {
  pairing_at_redis at;
  at.one.seek({.wishes = {{.session = "old", .interests = {"tea"}}}, .now = 0});
  at.one.seek({.wishes = {{.session = "none"}}, .now = 1});
  at.one.seek({.wishes = {{.session = "chess", .interests = {"go", "chess"}}}, .now = 2});
  CHECK(at.one.letters().empty());
  // "old" has no patience any more and would take anybody.
  at.one.seek({.wishes = {{.session = "new", .interests = {"chess", "film", "go"}}}, .now = 9'999});
  const auto found = assignments_in(at.one.letters());
  CHECK(found.size() == 2);
  CHECK(are_paired(found, "chess", "new"));
  CHECK(found.at("new").interests.size() == 2);
}

TEST_CASE("patience is kept, and over at once") {
  pairing_at_redis at;
  at.one.seek({.wishes = {{.session = "a", .interests = {"tea"}}}, .now = 0});

  SECTION("not before") {
    at.one.seek(
        {.wishes = {{.session = "b", .interests = {"go"}}, {.session = "c"}}, .now = 9'000});
    CHECK(at.one.seek({.now = 9'999, .pools = {"en"}}).pairs.empty());
  }
  SECTION("at once after, also when only one of the two has waited") {
    at.one.seek({.wishes = {{.session = "b", .interests = {"go"}}}, .now = 9'000});
    CHECK(at.other.look_up({}, 9'500, {"en"}).pools[0].waiting == 2);
    at.one.look_up({{.session = "a"}, {.session = "b"}}, 9'500);
    CHECK(at.other.seek({.now = 10'000, .pools = {"en"}}).pairs.size() == 1);
    CHECK(are_paired(assignments_in(at.one.letters()), "a", "b"));
  }
  SECTION("for a newcomer too") {
    at.one.look_up({{.session = "a"}}, 9'500);
    at.one.seek({.wishes = {{.session = "b", .interests = {"go"}}}, .now = 10'000});
    CHECK(are_paired(assignments_in(at.one.letters()), "a", "b"));
  }
}

namespace {

// Pairs two, who are alone, and takes the letters out.
void pair_alone(pairing_at_redis& at, const std::string& one, const std::string& other,
                const std::string& attempt) {
  at.one.seek({.wishes = {{.session = one, .attempt = attempt}}});
  at.one.seek({.wishes = {{.session = other, .attempt = attempt}}});
  REQUIRE(are_paired(assignments_in(at.one.letters()), one, other));
}

}  // namespace

TEST_CASE("one of the last eight partners is not met again while anybody else waits") {
  pairing_at_redis at;
  for (int i = 1; i <= 8; ++i) {
    pair_alone(at, "a", "p" + std::to_string(i), std::to_string(i));
  }
  std::vector<wish> wishes;
  for (int i = 1; i <= 8; ++i)
    wishes.push_back({.session = "p" + std::to_string(i),
                      .interests = {"x" + std::to_string(i)},
                      .attempt = "20"});
  at.one.seek({.wishes = wishes});
  const wish a{.session = "a", .interests = {"x1", "x2", "x3"}, .attempt = "20"};

  SECTION("somebody else waits, though none of its interests is shared") {
    at.one.seek({.wishes = {{.session = "stranger", .interests = {"other"}}}});
    at.one.seek({.wishes = {a}});
    CHECK(at.one.letters().empty());
    std::vector<wish> all = wishes;
    all.push_back(a);
    all.push_back({.session = "stranger"});
    at.one.look_up(all, 9'000);
    at.one.seek({.now = patience_ms, .pools = {"en"}});
    auto found = assignments_in(at.one.letters());
    // Nobody of the nine is left without a partner who can have one, and none meets again.
    for (int i = 1; i <= 8; ++i)
      CHECK_FALSE(are_paired(found, "a", "p" + std::to_string(i)));
  }
  SECTION("a ninth partner makes the first a stranger again") {
    for (const auto& each : wishes)
      CHECK(at.one.cancel(each).what == "cancelled");
    pair_alone(at, "a", "p9", "30");
    at.one.seek({.wishes = {{.session = "p1", .attempt = "40"}, {.session = "p2", .attempt = "40"}},
                 .nodes = 0});
    CHECK(at.one.cancel({.session = "p2", .attempt = "40"}).what == "cancelled");
    // p1 remembers "a" still: only its own later partners make it forget.
    at.one.seek({.wishes = {{.session = "a", .attempt = "40"}}});
    CHECK(are_paired(assignments_in(at.one.letters()), "a", "p1"));
  }
}

TEST_CASE("who is alone with a last partner meets it again, so nobody starves") {
  pairing_at_redis at;
  for (int round = 1; round <= 20; ++round)
    pair_alone(at, "a", "b", std::to_string(round));
  CHECK(at.one.link().ask({"LLEN", "partners:{pairing}:a"}).number == 1);
}

TEST_CASE("a partner is free again only when neither has anybody else") {
  pairing_at_redis at;
  pair_alone(at, "a", "b", "1");
  pair_alone(at, "a", "c", "2");
  // b and c, strangers to each other, do not suit each other yet; a knows both.
  at.one.seek({.wishes = {{.session = "b", .interests = {"x"}, .attempt = "3"},
                          {.session = "c", .interests = {"y"}, .attempt = "3"}}});
  at.one.seek({.wishes = {{.session = "a", .interests = {"x", "y"}, .attempt = "3"}}});
  CHECK(at.one.letters().empty());
  at.one.look_up({{.session = "b", .attempt = "3"},
                  {.session = "c", .attempt = "3"},
                  {.session = "a", .attempt = "3"}},
                 9'000);
  at.one.seek({.now = patience_ms, .pools = {"en"}});
  CHECK(are_paired(assignments_in(at.one.letters()), "b", "c"));
  CHECK(count_waiting(at.redis) == 1);
}

TEST_CASE("a crowd that has met lately is paired all the same, and nobody meets again") {
  pairing_at_redis at;
  std::map<std::string, std::string> last;
  for (int round = 1; round <= 10; ++round) {
    std::vector<wish> wishes;
    for (int i = 0; i < 40; ++i)
      wishes.push_back({.session = "s" + std::to_string(i), .attempt = std::to_string(round)});
    at.one.seek({.wishes = wishes, .seed = static_cast<std::uint32_t>(round)});
    std::int64_t now = 0;
    // Who has met all that are left waits until others come, or patience is over.
    while (count_waiting(at.redis) > 0 && now < 40'000) {
      now += 1'000;
      std::vector<wish> all = wishes;
      at.one.look_up(all, now);
      at.one.seek({.now = now, .pools = {"en"}});
    }
    const auto found = assignments_in(at.one.letters());
    CHECK(found.size() == 40);
    std::map<std::string, strings> rooms;
    for (const auto& [session, each] : found)
      rooms[each.room].push_back(session);
    int met_again = 0;
    for (const auto& [room, both] : rooms) {
      REQUIRE(both.size() == 2);
      CHECK(are_paired(found, both[0], both[1]));
      if (last[both[0]] == both[1]) ++met_again;
      last[both[0]] = both[1];
      last[both[1]] = both[0];
    }
    CHECK(met_again == 0);
  }
}

namespace {

// How the partners of one newcomer spread over `count` equals that wait, in `trials` draws.
double chi_square(int count, int trials) {
  pairing_at_redis at;
  std::vector<wish> waiting;
  for (int i = 0; i < count; ++i)
    waiting.push_back({.session = "w" + std::to_string(i)});
  std::map<std::string, int> drawn;
  for (int trial = 1; trial <= trials; ++trial) {
    at.redis.command({"FLUSHDB"});
    at.one.seek({.wishes = waiting, .nodes = 0});
    at.one.seek({.wishes = {{.session = "new", .front = true}},
                 .nodes = 1,
                 .seed = static_cast<std::uint32_t>(trial * 7919)});
    for (const auto& [session, each] : assignments_in(at.one.letters())) {
      if (session != "new") ++drawn[session];
    }
  }
  const double expected = static_cast<double>(trials) / count;
  double sum = 0;
  for (const auto& each : waiting) {
    const double off = drawn[each.session] - expected;
    sum += off * off / expected;
  }
  return sum;
}

}  // namespace

TEST_CASE("among equals the choice is random") {
  // 0.1 % bounds of chi square with count - 1 degrees of freedom; the seeds are fixed.
  CHECK(chi_square(8, 800) < 24.3);
  CHECK(chi_square(40, 1'200) < 72.1);  // more than are looked at
}
