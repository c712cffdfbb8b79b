// The command link against a real redis-server: replies, and what they are when Redis has no good
// one.
#include "core/io/redis_client.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/io/require_redis.hpp"
#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_server.hpp"

using namespace parley;
using namespace parley::test;
using io::redis_reply;
using io::redis_settings;

TEST_CASE("replies of every kind come back, in the order asked") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  CHECK(link.ask({"SET", "k", "a\r\n"}) == redis_reply::status("OK"));
  CHECK(link.ask({"GET", "k"}) == redis_reply::string("a\r\n"));
  CHECK(link.ask({"GET", "none"}) == redis_reply::nil());
  CHECK(link.ask({"INCR", "n"}) == redis_reply::integer(1));
  CHECK(link.ask({"LRANGE", "none", "0", "-1"}) == redis_reply::array({}));
  CHECK(link.ask({"LPUSH", "k", "x"}).error_word() == "WRONGTYPE");

  std::vector<std::int64_t> counted;
  for (int i = 0; i < 1'000; ++i) {
    link.client.command({"INCR", "many"},
                        [&](const redis_reply& reply) { counted.push_back(reply.number); });
  }
  CHECK(link.client.pending() == 1'000);
  REQUIRE(run_until(loop, [&] { return counted.size() == 1'000; }));
  CHECK(std::is_sorted(counted.begin(), counted.end()));
  CHECK(link.told == std::vector<std::string>{"ready 1"});
}

TEST_CASE("a large value passes") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  const std::string large(3'000'000, 'x');
  CHECK(link.ask({"SET", "k", large}) == redis_reply::status("OK"));
  CHECK(link.ask({"GET", "k"}).text == large);
}

TEST_CASE("a transaction answers with all its replies, or with why none of it was done") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  CHECK(link.ask_all({{"SET", "a", "1"}, {"LPUSH", "a", "x"}, {"INCR", "a"}}).elements.size() == 3);
  CHECK(link.ask({"GET", "a"}) == redis_reply::string("2"));
  CHECK(link.ask_all({{"SET", "a", "3"}, {"SET"}}).text ==
        "ERR wrong number of arguments for 'set' command");
  CHECK(link.ask({"GET", "a"}) == redis_reply::string("2"));
}

TEST_CASE("a Redis that is full is an answer, not a broken link") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(
      loop, quick_settings(redis.port()),
      {{"l", "#!lua name=l\nredis.register_function('f', function() return 1 end)"}});
  REQUIRE(link.becomes_ready());
  redis.command({"CONFIG", "SET", "maxmemory", "1"});
  CHECK(link.ask({"XADD", "s", "1-1", "k", "v"}).error_word() == "OOM");
  CHECK(link.ask_all({{"XADD", "s", "1-1", "k", "v"}}).error_word() == "OOM");
  CHECK(link.client.is_ready());

  SECTION("and a new link to it comes up all the same, for it may read and delete") {
    redis.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    REQUIRE(link.becomes_lost());
    REQUIRE(link.becomes_ready());
    CHECK(link.ask({"DEL", "s"}).is_integer());
  }
}

TEST_CASE("without a link a command is lost, later than the call") {
  io::event_loop loop;
  linked_client link(loop, quick_settings(free_port()));
  std::vector<redis_reply> answers;
  link.client.command({"PING"}, [&](const redis_reply& reply) { answers.push_back(reply); });
  link.client.transaction({{"PING"}}, [&](const redis_reply& reply) { answers.push_back(reply); });
  link.client.fcall("f", {}, {}, [&](const redis_reply& reply) { answers.push_back(reply); });
  CHECK(answers.empty());
  REQUIRE(run_until(loop, [&] { return answers.size() == 3; }));
  for (const auto& answer : answers)
    CHECK(answer.is_lost());
  CHECK(link.told.empty());
}

TEST_CASE("more commands than may wait are refused, and those that wait are served") {
  const redis_server redis;
  io::event_loop loop;
  auto settings = quick_settings(redis.port());
  settings.max_pending = 3;
  linked_client link(loop, settings);
  REQUIRE(link.becomes_ready());
  std::vector<std::string> answers;
  for (int i = 0; i < 5; ++i) {
    link.client.command({"INCR", "n"}, [&](const redis_reply& reply) {
      answers.push_back(reply.is_integer() ? "done" : std::string(reply.error_word()));
    });
  }
  REQUIRE(run_until(loop, [&] { return answers.size() == 5; }));
  CHECK(std::count(answers.begin(), answers.end(), "done") == 3);
  CHECK(std::count(answers.begin(), answers.end(), "OVERLOAD") == 2);
  CHECK(link.ask({"GET", "n"}) == redis_reply::string("3"));
}

TEST_CASE("a password is given, and a wrong one is said") {
  const redis_server redis({"--requirepass", "s3cret"});
  io::event_loop loop;
  auto settings = quick_settings(redis.port());
  SECTION("the right one") {
    settings.password = "s3cret";
    linked_client link(loop, settings);
    REQUIRE(link.becomes_ready());
    CHECK(link.ask({"SET", "k", "v"}) == redis_reply::status("OK"));
  }
  SECTION("a wrong one") {
    settings.password = "guess";
    linked_client link(loop, settings);
    REQUIRE(run_until(loop, [&] { return link.failed.size() >= 2; }));
    CHECK_THAT(link.failed[0], Catch::Matchers::StartsWith("WRONGPASS"));
    CHECK(link.told.empty());
  }
  SECTION("none") {
    linked_client link(loop, settings);
    REQUIRE(run_until(loop, [&] { return link.failed.size() >= 2; }));
    CHECK_THAT(link.failed[0], Catch::Matchers::StartsWith("NOAUTH"));
  }
}

TEST_CASE("a name that does not exist is said") {
  io::event_loop loop;
  auto settings = quick_settings(6379);
  settings.host = "no-such-host.invalid";
  settings.timeout = std::chrono::seconds(10);
  linked_client link(loop, settings);
  REQUIRE(run_until(loop, [&] { return !link.failed.empty(); }));
  CHECK_THAT(link.failed[0], Catch::Matchers::StartsWith("cannot find no-such-host.invalid: "));
}

TEST_CASE("a program that starts asks whether there is a Redis") {
  redis_server redis;
  io::event_loop loop;
  io::require_redis(loop, {quick_settings(redis.port())});
  redis.kill();
  CHECK_THROWS_WITH(io::require_redis(loop, {quick_settings(redis.port())}),
                    "no Redis at 127.0.0.1:" + std::to_string(redis.port()) +
                        ": cannot connect: Connection refused");
}

TEST_CASE("a Redis that evicts will not do") {
  const redis_server redis({"--maxmemory-policy", "allkeys-lru"});
  io::event_loop loop;
  CHECK_THROWS_WITH(
      io::require_redis(loop, {quick_settings(redis.port())}),
      Catch::Matchers::EndsWith(": its maxmemory-policy is allkeys-lru and must be noeviction"));
}
