// Slots on their way to another master, against real ones: nothing is done twice, and nothing is
// done to half of the keys.
#include <catch2/catch.hpp>

#include "core/io/redis_blocking_reader.hpp"
#include "tests/integration/cluster/cluster_client.hpp"

using namespace parley;
using namespace parley::test;
using io::redis_reply;

namespace {

const io::function_library counting{"counting", R"(#!lua name=counting
redis.register_function('count_both', function(keys)
  return redis.call('INCR', keys[1]) + redis.call('INCR', keys[2])
end)
redis.register_function('count_unnamed', function()
  return redis.call('INCR', '{unnamed}:counter')
end)
)"};

// A slot between two masters: where its keys are, and where they go.
struct journey {
  link::slot_number slot;
  std::size_t from;
  std::size_t to;

  explicit journey(const std::string& key)
      : slot(link::slot_of(key)), from(redis_cluster::first_owner_of(slot)), to((from + 1) % 3) {}

  void begin() const { the_cluster().begin_move(slot, from, to); }
  void move(const std::vector<std::string>& keys) const { the_cluster().move(from, to, keys); }
  void end() const { the_cluster().end_move(slot, to); }
  [[nodiscard]] redis_reply at_its_end(const io::redis_command& command) const {
    return the_cluster().member(to).command(command);
  }
};

}  // namespace

TEST_CASE("a key that has gone ahead is followed, and its slot stays where it is") {
  cluster_client link;
  REQUIRE(link.becomes_whole());
  const journey way("{ahead}");
  link.told.clear();
  REQUIRE(link.ask({"INCR", "{ahead}:n"}) == redis_reply::integer(1));
  way.begin();
  CHECK(link.ask({"INCR", "{ahead}:n"}) == redis_reply::integer(2));
  way.move({"{ahead}:n"});
  CHECK(link.ask({"INCR", "{ahead}:n"}) == redis_reply::integer(3));
  CHECK(link.wait(link.begin_all({{"INCR", "{ahead}:n"}, {"GET", "{ahead}:n"}})) ==
        redis_reply::array({redis_reply::integer(4), redis_reply::string("4")}));
  CHECK(link.redirects == std::vector<std::string>{"ASK", "ASK"});
  CHECK(link.told.empty());

  SECTION("its writes are waited for at both ends") {
    std::vector<redis_reply> answers;
    link.client.wait_for_replicas("{ahead}:n", 0, milliseconds{100},
                                  [&](const redis_reply& reply) { answers.push_back(reply); });
    REQUIRE(run_until(link.loop, [&] { return !answers.empty(); }));
    CHECK(answers.front() == redis_reply::integer(0));
  }
  way.end();
}

TEST_CASE("a slot that has moved is lost, with what was asked of it, and ready again") {
  cluster_client link;
  REQUIRE(link.becomes_whole());
  const journey way("{moved}");
  REQUIRE(link.ask({"SET", "{moved}:k", "v"}) == redis_reply::status("OK"));
  way.begin();
  way.move({"{moved}:k"});
  way.end();
  link.told.clear();
  const auto one = link.begin({"APPEND", "{moved}:k", "!"});
  const auto other = link.begin({"APPEND", "{moved}:k", "?"});
  CHECK(link.wait(one).is_lost());
  CHECK(link.wait(other).is_lost());
  CHECK(link.told == std::vector<std::string>{"lost 1", "ready 1"});
  CHECK(link.redirects == std::vector<std::string>{"MOVED"});
  CHECK(link.ask({"GET", "{moved}:k"}) == redis_reply::string("v"));
}

TEST_CASE(
    "a helper that sends callers away has perhaps not what was written there: the slot is lost") {
  cluster_client link;
  REQUIRE(link.becomes_whole());
  const journey way("{helped}");
  REQUIRE(link.ask({"SET", "{helped}:n", "1"}) == redis_reply::status("OK"));
  way.begin();
  way.move({"{helped}:n"});
  REQUIRE(link.ask({"INCR", "{helped}:n"}) == redis_reply::integer(2));
  link.told.clear();
  (void)way.at_its_end({"CLUSTER", "SETSLOT", std::to_string(way.slot), "STABLE"});
  CHECK(link.ask({"INCR", "{helped}:n"}).is_lost());
  CHECK(link.told.front() == "lost 1");
  REQUIRE(link.becomes_whole());
  way.begin();
  CHECK(link.ask({"INCR", "{helped}:n"}) == redis_reply::integer(3));
  way.end();
}

TEST_CASE("a transaction over keys of which one has gone ahead waits for the other") {
  cluster_client link;
  REQUIRE(link.becomes_whole());
  const journey way("{half}");
  REQUIRE(link.ask({"SET", "{half}:a", "1"}) == redis_reply::status("OK"));
  REQUIRE(link.ask({"SET", "{half}:b", "1"}) == redis_reply::status("OK"));
  way.begin();
  way.move({"{half}:a"});
  const auto both = link.begin_all({{"INCR", "{half}:a"}, {"INCR", "{half}:b"}});
  REQUIRE(run_until(link.loop, [&] { return link.redirects.size() >= 4; }));
  CHECK(both->empty());
  way.move({"{half}:b"});
  CHECK(link.wait(both) == redis_reply::array({redis_reply::integer(2), redis_reply::integer(2)}));
  way.end();
}

TEST_CASE("a function runs where all its declared keys are, and once") {
  cluster_client link({counting});
  REQUIRE(link.becomes_whole());
  const std::vector<std::string> keys{"{call}:a", "{call}:b"};
  const journey way("{call}");
  REQUIRE(link.wait(link.begin_call("count_both", keys, {})) == redis_reply::integer(2));
  way.begin();
  way.move({"{call}:b"});
  const auto called = link.begin_call("count_both", keys, {});
  REQUIRE(run_until(link.loop, [&] { return link.redirects.size() >= 4; }));
  CHECK(called->empty());
  way.move({"{call}:a"});
  CHECK(link.wait(called) == redis_reply::integer(4));
  way.end();
  CHECK(way.at_its_end({"GET", "{call}:a"}) == redis_reply::string("2"));
}

// So the pairing functions are called (matchmaker/service/store.cpp): they name their keys
// themselves, which Redis cannot see.
TEST_CASE("two declared keys that never exist keep a function off a slot on its way") {
  cluster_client link({counting});
  REQUIRE(link.becomes_whole());
  const journey way("{unnamed}");
  const std::vector<std::string> keys{"{unnamed}", "{unnamed}:whole"};
  REQUIRE(link.wait(link.begin_call("count_unnamed", keys, {})) == redis_reply::integer(1));
  way.begin();
  const auto called = link.begin_call("count_unnamed", keys, {});
  REQUIRE(run_until(link.loop, [&] { return link.redirects.size() >= 4; }));
  CHECK(called->empty());
  CHECK(way.at_its_end({"CLUSTER", "COUNTKEYSINSLOT", std::to_string(way.slot)}) ==
        redis_reply::integer(0));
  way.move({"{unnamed}:counter"});
  way.end();
  const auto reply = link.wait(called);
  CHECK((reply.is_lost() || reply == redis_reply::integer(2)));
  const auto next = link.wait(link.begin_call("count_unnamed", keys, {}));
  CHECK(next == redis_reply::integer(reply.is_lost() ? 2 : 3));
}

TEST_CASE("who waits for mail goes where its mailbox goes") {
  cluster_client link;
  REQUIRE(link.becomes_whole());
  const std::string box = "mail:{reader}";
  const journey way(box);
  std::vector<std::string> mail;
  io::redis_blocking_reader reader(link.loop, link.client.own_link(box), {box},
                                   {[&](const std::string&, const std::vector<std::string>& items) {
                                     mail.insert(mail.end(), items.begin(), items.end());
                                   }});
  reader.start();
  REQUIRE(link.ask({"RPUSH", box, "one"}).is_integer());
  REQUIRE(run_until(link.loop, [&] { return mail.size() == 1; }));
  way.begin();
  REQUIRE(link.ask({"RPUSH", box, "two"}).is_integer());  // gone ahead: the list is empty here
  way.end();
  (void)link.ask({"RPUSH", box, "three"});  // learns that the slot has moved
  REQUIRE(link.ask({"RPUSH", box, "four"}).is_integer());
  REQUIRE(run_until(link.loop, [&] { return mail.size() >= 3; }));
  CHECK(mail.front() == "one");
  CHECK(mail.back() == "four");
}
