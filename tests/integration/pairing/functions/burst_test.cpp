// Ten thousand tickets from several matchmakers at once: the property that all else rests on.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <random>

#include "tests/integration/pairing/functions/matchmaker_at_redis.hpp"

using namespace parley::test;
using namespace parley::test::lua;

namespace {

constexpr int tickets = 10'000;
constexpr std::size_t batch = 100;

struct burst {
  redis_server redis;
  parley::io::event_loop loop;
  std::vector<std::unique_ptr<matchmaker_at_redis>> matchmakers;
  std::map<std::string, wish> wishes;
  std::map<std::string, assignment> found;
  std::uint32_t calls = 0;

  explicit burst(int count) {
    for (int i = 1; i <= count; ++i) {
      matchmakers.push_back(
          std::make_unique<matchmaker_at_redis>(loop, redis, "matchmaker-" + std::to_string(i)));
    }
  }

  // Each matchmaker has one call in flight, and sends the next on its answer; so they interleave.
  void enter(std::vector<wish> all) {
    for (const auto& each : all)
      wishes.emplace(each.session, each);
    std::size_t at = 0;
    std::size_t in_flight = 0;
    std::function<void(matchmaker_at_redis&)> next = [&](matchmaker_at_redis& by) {
      if (at == all.size()) return;
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(at);
      at = std::min(at + batch, all.size());
      const auto end = all.begin() + static_cast<std::ptrdiff_t>(at);
      ++in_flight;
      by.seek({.wishes = {first, end}, .nodes = batch / 2, .seed = ++calls},
              [&](const seek_answer& answer) {
                --in_flight;
                CHECK(answer.pairs.size() <= batch / 2);
                next(by);
              });
    };
    for (auto& each : matchmakers)
      next(*each);
    REQUIRE(parley::test::run_until(
        loop, [&] { return at == all.size() && in_flight == 0; }, std::chrono::minutes(2)));
    read_letters();
  }

  // As a matchmaker does while `more` says so.
  void pair_all(std::int64_t now) {
    for (bool more = true; more;) {
      more = matchmakers[0]->seek({.now = now, .pools = {"en", "de", "fr"}, .seed = ++calls}).more;
    }
    read_letters();
  }

  void read_letters() {
    for (auto& each : matchmakers) {
      for (auto& [session, assigned] : assignments_in(each->letters())) {
        INFO(session << " is assigned twice");
        REQUIRE(found.emplace(session, assigned).second);
      }
    }
  }

  // Each in exactly one pair or still waiting; nobody with itself; if A was given B, B was given A.
  void check_pairs(std::int64_t waiting) {
    std::map<std::string, strings> rooms;
    for (const auto& [session, each] : found) {
      REQUIRE(wishes.contains(session));
      rooms[each.room].push_back(session);
    }
    for (const auto& [room, both] : rooms) {
      INFO(room);
      REQUIRE(both.size() == 2);
      REQUIRE(are_paired(found, both[0], both[1]));
      REQUIRE(wishes.at(both[0]).pool == wishes.at(both[1]).pool);
      REQUIRE(found.at(both[0]).pool == wishes.at(both[0]).pool);
    }
    CHECK(found.size() + static_cast<std::size_t>(waiting) == wishes.size());
  }

  std::int64_t waiting() {
    return count_waiting(redis, "en") + count_waiting(redis, "de") + count_waiting(redis, "fr");
  }
};

std::vector<wish> crowd(std::uint32_t seed) {
  std::mt19937 random(seed);
  const strings pools{"en", "de", "fr"};
  std::vector<wish> all;
  for (int i = 0; i < tickets; ++i) {
    wish each{.session = "s" + std::to_string(i), .pool = pools[random() % 3]};
    each.connection = static_cast<std::uint64_t>(i) + 1;
    for (auto left = random() % 4; left > 0; --left) {
      const auto interest = "interest " + std::to_string(random() % 300);
      if (std::find(each.interests.begin(), each.interests.end(), interest) == each.interests.end())
        each.interests.push_back(interest);
    }
    all.push_back(std::move(each));
  }
  return all;
}

}  // namespace

TEST_CASE("of 10,000 tickets from 4 matchmakers each is in one pair or still waits") {
  burst all(4);
  all.enter(crowd(1));
  all.pair_all(9'999);
  const auto left = all.waiting();
  all.check_pairs(left);
  CHECK(left < tickets / 5);
  // Those who got a partner by interests share them; only those without were paired without.
  for (const auto& [session, each] : all.found) {
    CHECK(each.interests.empty() == all.wishes.at(session).interests.empty());
  }

  // When patience is over, at most one waits in each pool.
  std::vector<wish> held;
  for (const auto& [session, each] : all.wishes) {
    if (!all.found.contains(session)) held.push_back(each);
  }
  for (auto& each : all.matchmakers)
    each->look_up(held, 9'999);
  all.pair_all(patience_ms);
  CHECK(all.waiting() <= 3);
  all.check_pairs(all.waiting());
}

TEST_CASE("no more than each call may name nodes for is paired, and `more` brings the rest") {
  burst all(2);
  auto wishes = crowd(2);
  for (auto& each : wishes)
    each.interests.clear();
  all.matchmakers[0]->seek({.wishes = {wishes.begin(), wishes.begin() + 1'000}, .nodes = 0});
  for (std::size_t i = 0; i < 1'000; ++i)
    all.wishes.emplace(wishes[i].session, wishes[i]);
  std::size_t calls = 0;
  for (bool more = true; more; ++calls) {
    const auto answer = all.matchmakers[calls % 2]->seek(
        {.now = 1, .nodes = 40, .pools = {"en", "de", "fr"}, .seed = 3});
    REQUIRE(answer.pairs.size() <= 40);
    more = answer.more;
  }
  all.read_letters();
  CHECK(calls <= 16);
  CHECK(all.waiting() <= 3);
  all.check_pairs(all.waiting());
}

namespace {

struct call_cost {
  int commands = 0;
  int microseconds = 0;
};

// What Redis has done since its statistics were reset.
call_cost cost_of_calls(const redis_server& redis) {
  const auto text = redis.command({"INFO", "commandstats"}).text;
  const auto after = [&](std::size_t at, const std::string& word) {
    return std::stoi(text.substr(text.find(word, at) + word.size()));
  };
  call_cost cost{0, after(text.find("cmdstat_fcall:"), "usec=")};
  for (std::size_t at = 0; (at = text.find(":calls=", at)) != std::string::npos; ++at)
    cost.commands += after(at, ":calls=");
  return cost;
}

}  // namespace

TEST_CASE("a large pool costs a call no more than a small one") {
  burst all(1);
  std::vector<wish> lonely;
  for (int i = 0; i < 5'000; ++i) {
    const auto name = std::to_string(i);
    lonely.push_back({.session = "s" + name, .interests = {"a" + name, "b" + name, "c" + name}});
  }
  all.enter(lonely);
  REQUIRE(all.waiting() == 5'000);
  int microseconds = 0;
  for (int i = 0; i < 20; ++i) {
    all.redis.command({"CONFIG", "RESETSTAT"});
    const auto name = "new " + std::to_string(i);
    all.matchmakers[0]->seek({.wishes = {{.session = name, .interests = {name}}}, .now = 1});
    const auto cost = cost_of_calls(all.redis);
    CHECK(cost.commands < 60);
    microseconds += cost.microseconds;
  }
  std::cout << "a seek among 5,000 who do not suit: " << microseconds / 20 << " us\n";
}

TEST_CASE("a burst of 10,000 is paired at a speed worth writing down") {
  for (const bool has_interests : {false, true}) {
    burst all(4);
    auto wishes = crowd(3);
    for (auto& each : wishes) {
      each.pool = "en";
      if (!has_interests) each.interests.clear();
    }
    all.enter(wishes);
    const auto pairs = all.found.size() / 2;
    CHECK(pairs > 4'500);
    const auto in_redis = cost_of_calls(all.redis).microseconds / 1'000;
    std::cout << (has_interests ? "with" : "without") << " interests: " << pairs << " pairs in "
              << in_redis << " ms of Redis\n";
  }
}
