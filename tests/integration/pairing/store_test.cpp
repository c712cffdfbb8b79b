// The matchmaker's store and the pairing functions understand each other: each request performed by
// a real Redis. What the functions themselves decide is told in functions/.
#include "matchmaker/service/store.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <string>
#include <vector>

#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_server.hpp"

namespace parley::matchmaker_service::test {
namespace {

using namespace pairing;
using parley::test::run_until;

struct stored {
  parley::test::redis_server redis;
  io::event_loop loop;
  parley::test::linked_client link{
      loop, parley::test::quick_settings(redis.port()), {pairing_library()}};
  std::deque<store_answer> answered;
  std::vector<std::size_t> batches;
  store performing{link.client,
                   {.holder = "mm-0"},
                   {[this](store_answer answer) { answered.push_back(std::move(answer)); },
                    [this](auto, std::size_t wishes) { batches.push_back(wishes); }}};
  std::uint64_t requests = 0;

  stored() { REQUIRE(link.becomes_ready()); }

  void tell(store_request what) { performing.perform({++requests, std::move(what)}); }

  template <class Reply>
  Reply ask(store_request what) {
    tell(std::move(what));
    REQUIRE(run_until(loop, [this] { return !answered.empty(); }));
    const auto answer = answered.front();
    answered.pop_front();
    CHECK(answer.request == requests);
    REQUIRE(std::holds_alternative<Reply>(answer.what));
    return std::get<Reply>(answer.what);
  }

  std::vector<letter> letters() {
    std::vector<letter> read;
    for (const auto& each : link.ask({"LRANGE", mailbox_of("mm-0"), "0", "-1"}).elements) {
      auto parsed = parse_letter(each.text);
      INFO(each.text);
      REQUIRE(parsed);
      read.push_back(std::move(*parsed));
    }
    return read;
  }
};

constexpr std::uint64_t last_attempt = (std::uint64_t{1} << 53) - 1;
const ticket_key ann{"ann", 1, last_attempt};
const ticket_key bob{"bob", 2, 7};

wish of(const ticket_key& key, std::vector<std::string> interests) {
  return {
      .key = key, .pool = "en", .name = "I am " + key.session, .interests = std::move(interests)};
}

seek_partners seek(std::vector<wish> wishes) {
  return {.wishes = std::move(wishes), .nodes = {"node-0"}, .nonce = "n", .seed = 5};
}

}  // namespace

TEST_CASE("two wishes become a pair, and the letters say all that a client is told") {
  stored s;
  const auto waits = s.ask<partners_sought>(seek({of(ann, {"chess", "t\"ea"})}));
  CHECK(waits == partners_sought{{{.state = ticket_state::waiting}}, {}, false});
  CHECK(s.ask<partners_sought>(seek({of(bob, {"t\"ea"})})).pairs == std::vector<std::string>{"en"});
  CHECK(s.batches == std::vector<std::size_t>{1, 1});

  const auto letters = s.letters();
  REQUIRE(letters.size() == 2);
  bool is_ann_told = false;
  for (const auto& each : letters) {
    const auto& told = std::get<assigned_letter>(each);
    CHECK(told.what.interests == std::vector<std::string>{"t\"ea"});
    CHECK(told.what.node == "node-0");
    CHECK(told.what.names.at(told.what.seat - 1) == "I am " + told.what.session);
    if (told.connection == 1) is_ann_told = told.what.attempt == last_attempt;
  }
  CHECK(is_ann_told);

  const auto found = s.ask<tickets_looked_up>(look_up_tickets{{ann, bob}, {"en"}});
  CHECK(found.outcomes.at(0).state == ticket_state::assigned);
  CHECK(found.outcomes.at(1).state == ticket_state::assigned);
  CHECK(found.pools.at(0).waiting == 0);
  CHECK(found.pools.at(0).waits_ms.size() == 2);
  CHECK(s.ask<cancel_decided>(cancel_ticket{ann}).outcome == found.outcomes.at(0));
}

TEST_CASE("a ticket is cancelled, dropped, detached and found again") {
  stored s;
  (void)s.ask<partners_sought>(seek({of(ann, {}), of({"cat", 3, 1}, {"x"})}));
  CHECK(s.ask<cancel_decided>(cancel_ticket{ann}).outcome.state == ticket_state::cancelled);
  CHECK(s.ask<cancel_decided>(cancel_ticket{ann}).outcome.state == ticket_state::gone);
  s.tell(drop_ticket{{"cat", 3, 1}});
  const auto none = s.ask<tickets_looked_up>(look_up_tickets{{}, {"en", "de"}});
  CHECK(none.pools == std::vector<pool_state>(2));

  (void)s.ask<partners_sought>(seek({of(bob, {})}));
  s.tell(detach_ticket{bob});
  CHECK(s.ask<partners_sought>(seek({of(ann, {})})).pairs.empty());
  const ticket_key again{"bob", 9, 7};
  CHECK(s.ask<partners_sought>(seek({of(again, {})})).pairs.size() == 1);
}

TEST_CASE("a rival connection of the session is told by letter and by looking up") {
  stored s;
  (void)s.ask<partners_sought>(seek({of(ann, {})}));
  (void)s.ask<partners_sought>(seek({of({"ann", 8, last_attempt}, {})}));
  const auto letters = s.letters();
  REQUIRE(letters.size() == 1);
  CHECK(std::get<replaced_letter>(letters[0]).key == ann);
  CHECK(s.ask<tickets_looked_up>(look_up_tickets{{ann}, {}}).outcomes.at(0).state ==
        ticket_state::replaced);
}

TEST_CASE("the owner of a room: none, one, and of an ended room its reason") {
  stored s;
  CHECK(s.ask<owner_read>(read_owner{"r"}) == owner_read{});
  (void)s.link.ask({"HSET", "room:{r}:owner", "node", "node-1", "instance", "i", "state", "open"});
  CHECK(s.ask<owner_read>(read_owner{"r"}) == owner_read{room_owner{"node-1", "i"}});
  (void)s.link.ask({"HSET", "room:{r}:owner", "state", "ended", "reason", "left", "by", "2"});
  CHECK(s.ask<owner_read>(read_owner{"r"}) ==
        owner_read{room_owner{"node-1", "i", true, "left", 2}});
}

TEST_CASE("Redis refuses, forgets its functions, or is gone") {
  stored s;
  SECTION("refuses") {
    (void)s.link.ask({"SET", "lease:{pairing}", "not a zset"});
    CHECK_FALSE(s.ask<store_failed>(seek({of(ann, {})})).why.empty());
  }
  SECTION("forgets") {
    (void)s.redis.command({"FUNCTION", "FLUSH"});
    CHECK(s.ask<partners_sought>(seek({of(ann, {}), of(bob, {})})).pairs.size() == 1);
  }
  SECTION("restarts empty") {
    s.redis.restart_empty();
    REQUIRE(s.link.becomes_lost());
    REQUIRE(s.link.becomes_ready());
    CHECK(s.ask<partners_sought>(seek({of(ann, {}), of(bob, {})})).pairs.size() == 1);
  }
  SECTION("is gone") {
    s.redis.kill();
    REQUIRE(s.link.becomes_lost());
    (void)s.ask<store_lost>(seek({of(ann, {})}));
    (void)s.ask<store_lost>(read_owner{"r"});
  }
}

TEST_CASE("a letter that is none") {
  for (const auto* text :
       {"", "{", "[]", "{}", R"({"kind":"assigned","connection":1,"assignment":{}})",
        R"({"kind":"news","connection":1})",
        R"({"kind":"replaced","session":"s","connection":-1,"attempt":"1"})",
        R"({"kind":"replaced","session":"s","connection":1,"attempt":"x"})"}) {
    CAPTURE(text);
    CHECK(parse_letter(text) == std::nullopt);
  }
}

}  // namespace parley::matchmaker_service::test
