// What a Redis in trouble says, and what it means for the link.
#include "tests/unit/redis_model/stage.hpp"

namespace parley::redis_model::test {
namespace {

const registry_request list{list_records{}};

}  // namespace

TEST_CASE("a Redis that loads answers nothing, and takes no link") {
  stage s;
  s.redis.become(condition::loading);
  CHECK_FALSE(s.redis.load({}));
  CHECK(s.ask(node_a, room::read_owner{}) == answer<room::store_reply>{link_broken{"LOADING"}});
  CHECK(s.ask(list) == answer<registry_reply>{link_broken{"LOADING"}});
  s.redis.become(condition::serving);
  CHECK(part_of<room::owner_found>(s.ask(node_a, room::read_owner{})).owner == std::nullopt);
}

TEST_CASE("a replica is read, and breaks the link of who writes") {
  stage s;
  (void)s.ask(node_a, room::claim_room{});
  s.redis.become(condition::read_only);
  CHECK(part_of<room::log_page>(s.ask(node_a, room::read_log{})).entries.size() == 1);
  CHECK(part_of<room::verified>(s.ask(node_a, room::verify_log{})).top == entry_id{1, 1});
  const answer<room::store_reply> broken{link_broken{"READONLY"}};
  CHECK(s.ask(node_a, append(1, 2)) == broken);
  CHECK(s.ask(node_a, room::claim_room{}) == broken);
  CHECK(s.ask(node_a, room::tell_owner{"node-b", 1}) == broken);
  CHECK(s.ask(seek({"ann"})) == answer<pairing::store_reply>{link_broken{"READONLY"}});
  CHECK(s.redis.take_mail("node-b", s.now) ==
        answer<std::vector<node_mail>>{link_broken{"READONLY"}});
  CHECK(s.redis.load({}));
  CHECK_FALSE(s.redis.load(of_chat_node));
}

TEST_CASE("out of memory: nothing is stored, what exists is read and ended") {
  stage s;
  (void)s.ask(node_a, room::claim_room{});
  s.redis.set_full(true);
  CHECK(outcome_of(s.ask(node_a, append(1, 2))) == room::append_outcome::full);
  CHECK(part_of<room::store_failed>(s.ask(node_b, room::claim_room{})).why ==
        no_memory_for_function);
  CHECK(part_of<pairing::store_failed>(s.ask(seek({"ann"}))).why == no_memory_for_function);
  CHECK(part_of<registry_refused>(s.ask(list)).why == no_memory_for_function);
  CHECK(s.ask(node_a, room::tell_owner{"node-b", 1}) == answer<room::store_reply>{not_answered{}});
  CHECK(part_of<room::log_page>(s.ask(node_a, room::read_log{})).entries.size() == 1);
  CHECK(part_of<room::room_over>(s.ask(node_a, room::end_room{1, "left"})).reason == "left");
  CHECK(s.redis.load(of_chat_node));

  s.redis.set_full(false);
  CHECK(part_of<pairing::partners_sought>(s.ask(seek({"ann"}))).outcomes.size() == 1);
}

TEST_CASE("functions that are gone are not known until they are loaded again") {
  stage s;
  s.redis.forget_functions();
  CHECK(s.ask(node_a, room::claim_room{}) == answer<room::store_reply>{function_unknown{}});
  CHECK(s.ask(pairing::drop_ticket{}) == answer<pairing::store_reply>{function_unknown{}});
  CHECK(s.ask(list) == answer<registry_reply>{function_unknown{}});
  CHECK(outcome_of(s.ask(node_a, append(1, 1))) == room::append_outcome::missing);

  SECTION("each service loads its own") {
    CHECK(s.redis.load(of_chat_node));
    CHECK(part_of<room::claim_granted>(s.ask(node_a, room::claim_room{})).moved == entry_id{1, 1});
    CHECK(s.ask(seek({"ann"})) == answer<pairing::store_reply>{function_unknown{}});
  }
  SECTION("a full Redis takes none") {
    s.redis.set_full(true);
    CHECK(s.redis.load(of_chat_node));
    CHECK(s.ask(node_a, room::claim_room{}) == answer<room::store_reply>{function_unknown{}});
  }
}

TEST_CASE("an append counts as stored once enough replicas have it") {
  stage s;
  auto careful = node_a;
  careful.wait_replicas = 1;
  (void)s.ask(careful, room::claim_room{});
  CHECK(outcome_of(s.ask(careful, append(1, 2))) == room::append_outcome::unreplicated);
  s.redis.set_replicas(1);
  CHECK(outcome_of(s.ask(careful, room::await_replicas{})) == room::append_outcome::stored);
  CHECK(outcome_of(s.ask(careful, append(1, 3))) == room::append_outcome::stored);
  CHECK(outcome_of(s.ask(careful, append(1, 3))) == room::append_outcome::fenced);
}

}  // namespace parley::redis_model::test
