// A Redis that forgets: wiped, restarted, rewound, and twice for a while.
#include "tests/unit/redis_model/stage.hpp"

namespace parley::redis_model::test {
namespace {

std::size_t entries(stage& s, server& at) {
  return part_of<room::log_page>(s.ask(at, node_a, room::read_log{})).entries.size();
}

void talk(stage& s, std::uint64_t first, std::uint64_t last) {
  for (auto n = first; n <= last; ++n)
    REQUIRE(outcome_of(s.ask(node_a, append(1, n))) == room::append_outcome::stored);
}

}  // namespace

TEST_CASE("wiped: nothing is there, the functions are") {
  stage s;
  (void)s.ask(node_a, room::claim_room{});
  (void)s.ask(seek({"ann"}));
  registry::node_record record;
  record.id = "node-a";
  (void)s.ask(renew_record{record});
  (void)s.ask(node_a, room::tell_owner{"node-b", 1});
  s.redis.wipe();
  CHECK(outcome_of(s.ask(node_a, append(1, 2))) == room::append_outcome::missing);
  CHECK(s.redis.data().pairing.ticket_of("ann", s.now) == nullptr);
  CHECK(part_of<records_listed>(s.ask(list_records{})).records.empty());
  CHECK(std::get<0>(s.redis.take_mail("node-b", s.now)).empty());
  CHECK(part_of<room::claim_granted>(s.ask(node_b, room::claim_room{7, ""})).moved ==
        entry_id{8, 1});
}

TEST_CASE("restarted empty: the functions are gone too, and no replica remembers") {
  stage s;
  (void)s.ask(node_a, room::claim_room{});
  s.redis.become(condition::loading);
  s.redis.restart_empty();
  CHECK(s.redis.current() == condition::serving);
  CHECK(s.ask(node_a, room::claim_room{}) == answer<room::store_reply>{function_unknown{}});
  auto risen = s.redis.promoted(0);
  CHECK(entries(s, risen) == 0);
}

TEST_CASE("a failover loses as many writes as the replica lacks, and no more than it may lack") {
  stage s;
  (void)s.ask(node_a, room::claim_room{});
  talk(s, 2, 21);
  CHECK(s.redis.writes() == 21);
  const auto lost = GENERATE(as<std::size_t>{}, 0, 1, 3, 10, 100);
  auto risen = s.redis.promoted(lost);
  CHECK(entries(s, risen) == 21 - std::min<std::size_t>(lost, 10));
  CHECK(entries(s, s.redis) == 21);
}

TEST_CASE("a master that has risen can be followed by another") {
  stage s;
  (void)s.ask(node_a, room::claim_room{});
  talk(s, 2, 5);
  s.redis = s.redis.promoted(2);
  CHECK(entries(s, s.redis) == 3);
  talk(s, 4, 6);
  s.redis = s.redis.promoted(1);
  CHECK(entries(s, s.redis) == 5);
  s.redis = s.redis.promoted(5);
  CHECK(entries(s, s.redis) == 5);
}

TEST_CASE("two masters take writes apart, and each fences by what it knows") {
  stage s;
  (void)s.ask(node_a, room::claim_room{});
  talk(s, 2, 4);
  auto risen = s.redis.promoted(1);
  CHECK(part_of<room::claim_granted>(s.ask(risen, node_b, room::claim_room{0, "a", true})).moved ==
        entry_id{2, 4});
  CHECK(outcome_of(s.ask(risen, node_a, append(1, 5))) == room::append_outcome::fenced);
  CHECK(outcome_of(s.ask(node_a, append(1, 5))) == room::append_outcome::stored);
}

TEST_CASE("a pair that a failover has undone is made anew") {
  stage s;
  (void)s.ask(seek({"ann"}));
  CHECK(part_of<pairing::partners_sought>(s.ask(seek({"bob"}))).pairs.size() == 1);
  CHECK(std::get<0>(s.redis.take_letters("mm", s.now)).size() == 2);
  s.redis = s.redis.promoted(2);
  CHECK(std::get<0>(s.redis.take_letters("mm", s.now)).empty());
  CHECK(s.redis.data().pairing.ticket_of("ann", s.now) != nullptr);
  CHECK(part_of<pairing::partners_sought>(s.ask(seek({"cat"}))).pairs.size() == 1);
}

TEST_CASE("deliberate mistakes") {
  stage s;
  SECTION("no fence") {
    s.redis = server({.wrong = {.takes_any_id = true}});
    REQUIRE(s.redis.load(of_chat_node));
    (void)s.ask(node_a, room::claim_room{});
    (void)s.ask(node_b, room::claim_room{0, "a", true});
    CHECK(outcome_of(s.ask(node_a, append(1, 2))) == room::append_outcome::stored);
    CHECK(entries(s, s.redis) == 3);
  }
  SECTION("an epoch twice") {
    s.redis = server({.wrong = {.keeps_the_epoch = true}});
    REQUIRE(s.redis.load(of_chat_node));
    const auto first = part_of<room::claim_granted>(s.ask(node_a, room::claim_room{}));
    const auto second = part_of<room::claim_granted>(s.ask(node_b, room::claim_room{0, "a", true}));
    CHECK(first.moved.epoch == second.moved.epoch);
  }
  SECTION("a ticket that stays after its pairing") {
    s.redis = server({.wrong = {.keeps_a_ticket = true}});
    REQUIRE(s.redis.load(of_matchmaker));
    (void)s.ask(seek({"ann"}));
    (void)s.ask(seek({"bob"}));
    CHECK(s.redis.data().pairing.ticket_of("ann", s.now) != nullptr);
    CHECK(s.redis.data().pairing.ticket_of("bob", s.now) == nullptr);
  }
}

}  // namespace parley::redis_model::test
