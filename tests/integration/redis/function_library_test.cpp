// Functions that Redis has lost are there again before anybody misses them.
#include <catch2/catch.hpp>

#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_server.hpp"

using namespace parley;
using namespace parley::test;
using io::redis_reply;

namespace {

const io::function_library counting{"counting", R"(#!lua name=counting
redis.register_function('count', function(keys, args)
  return redis.call('INCRBY', keys[1], args[1])
end)
redis.register_function('fail', function() return redis.error_reply('ERR as asked') end)
)"};

std::string statistics(const redis_server& redis) {
  return redis.command({"INFO", "commandstats"}).text;
}

}  // namespace

TEST_CASE("functions are loaded before the link is ready") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()), {counting});
  REQUIRE(link.becomes_ready());
  CHECK(link.call("count", {"k"}, {"2"}) == redis_reply::integer(2));
  CHECK(link.call("fail", {}, {}) == redis_reply::error("ERR as asked"));
}

TEST_CASE("functions that were flushed are loaded again, and the calls repeated") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()), {counting});
  REQUIRE(link.becomes_ready());
  redis.command({"FUNCTION", "FLUSH"});
  redis.command({"CONFIG", "RESETSTAT"});
  std::vector<redis_reply> answers;
  for (int i = 0; i < 20; ++i) {
    link.client.fcall("count", {"k"}, {"1"},
                      [&](const redis_reply& reply) { answers.push_back(reply); });
  }
  REQUIRE(run_until(loop, [&] { return answers.size() == 20; }));
  CHECK(answers.back() == redis_reply::integer(20));
  // One load healed all of them.
  CHECK_THAT(statistics(redis), Catch::Matchers::Contains("cmdstat_function|load:calls=1,"));

  redis.command({"FUNCTION", "FLUSH"});
  CHECK(link.call("count", {"k"}, {"1"}) == redis_reply::integer(21));
  CHECK(link.told == std::vector<std::string>{"ready 1"});
}

TEST_CASE("a function that no library has is an error, not an endless repetition") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()), {counting});
  REQUIRE(link.becomes_ready());
  CHECK(link.call("no_such", {}, {}) == redis_reply::error("ERR Function not found"));
  CHECK(link.client.pending() == 0);
}

TEST_CASE("a Redis that comes back empty has the functions when the link is ready") {
  redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()), {counting});
  REQUIRE(link.becomes_ready());
  CHECK(link.call("count", {"k"}, {"5"}) == redis_reply::integer(5));
  redis.restart_empty();
  REQUIRE(link.becomes_lost());
  REQUIRE(link.becomes_ready());
  CHECK(link.call("count", {"k"}, {"1"}) == redis_reply::integer(1));
}

TEST_CASE("a library that Redis does not take is said, and is no link") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()),
                     {{"broken", "#!lua name=broken\nthis is not Lua"}});
  REQUIRE(run_until(loop, [&] { return !link.failed.empty(); }));
  CHECK_THAT(link.failed[0], Catch::Matchers::StartsWith("ERR Error compiling function"));
  CHECK(link.told.empty());
}
