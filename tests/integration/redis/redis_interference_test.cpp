// Interference with the command link: each act does what it says, replies stay in order, and the
// link heals as from any real trouble.
#include <catch2/catch.hpp>
#include <functional>

#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_server.hpp"

using namespace parley;
using namespace parley::test;
using io::redis_reply;
using io::reply_fate;
using strings = std::vector<std::string>;

namespace {

struct scripted_hooks : io::redis_hooks {
  std::function<bool()> connects = [] { return true; };
  std::function<io::command_fate()> command = [] { return io::command_fate::go_on; };
  std::function<reply_fate()> reply = [] { return reply_fate{}; };
  std::vector<std::uint64_t> connections;
  std::uint64_t last_command = 0;
  std::uint64_t last_reply = 0;

  bool may_connect(std::uint64_t connection) override {
    connections.push_back(connection);
    return connects();
  }
  io::command_fate on_command(std::uint64_t, std::uint64_t number) override {
    last_command = number;
    return command();
  }
  reply_fate on_reply(std::uint64_t, std::uint64_t number) override {
    last_reply = number;
    return reply();
  }
};

struct stage {
  redis_server redis;
  io::event_loop loop;
  scripted_hooks hooks;  // outlives the client
  linked_client link{loop, quick_settings(redis.port())};

  stage() {
    REQUIRE(link.becomes_ready());
    link.client.interfere(&hooks);
  }
  void send(io::redis_command command, const std::string& name) {
    link.client.command(std::move(command), [this, name](const redis_reply& reply) {
      link.told.push_back(reply.is_lost() ? name + " lost" : name);
    });
  }
  [[nodiscard]] bool until_told(std::size_t count) {
    return run_until(loop, [&] { return link.told.size() >= count; });
  }
};

}  // namespace

TEST_CASE("hooks that do nothing change nothing, and commands and replies are numbered alike") {
  stage s;
  CHECK(s.link.ask({"SET", "a", "1"}) == redis_reply::status("OK"));
  CHECK(s.link.ask({"GET", "a"}) == redis_reply::string("1"));
  CHECK(s.hooks.last_command == s.hooks.last_reply);
  CHECK(s.hooks.last_command == 3);  // a PING prepared the link
}

TEST_CASE("cut before a command: Redis never hears of it, and the answer is lost") {
  stage s;
  s.hooks.command = [] { return io::command_fate::cut; };
  s.send({"SET", "a", "1"}, "set");
  CHECK(s.link.told == strings{"ready 1"});  // never from within the call
  REQUIRE(s.until_told(3));
  s.hooks.command = [] { return io::command_fate::go_on; };
  REQUIRE(s.link.becomes_ready());
  CHECK(s.link.told == strings{"ready 1", "set lost", "lost", "ready 2"});
  CHECK(s.link.ask({"GET", "a"}).is_nil());
}

TEST_CASE("cut at the reply: Redis has done it, and the answer is lost") {
  stage s;
  s.hooks.reply = [] { return reply_fate{reply_fate::kind::cut, {}}; };
  s.send({"SET", "a", "1"}, "set");
  REQUIRE(s.until_told(3));
  s.hooks.reply = [] { return reply_fate{}; };
  REQUIRE(s.link.becomes_ready());
  CHECK(s.link.told == strings{"ready 1", "set lost", "lost", "ready 2"});
  CHECK(s.link.ask({"GET", "a"}) == redis_reply::string("1"));
}

TEST_CASE("a lost reply is noticed by the link's own deadline") {
  stage s;
  s.hooks.reply = [] { return reply_fate{reply_fate::kind::deaf, {}}; };
  s.send({"SET", "a", "1"}, "set");
  s.send({"SET", "b", "1"}, "other");
  REQUIRE(s.until_told(4));
  s.hooks.reply = [] { return reply_fate{}; };
  REQUIRE(s.link.becomes_ready());
  CHECK(s.link.told == strings{"ready 1", "set lost", "other lost", "lost", "ready 2"});
  CHECK(s.link.ask({"GET", "b"}) == redis_reply::string("1"));
}

TEST_CASE("late replies stay in order, and those behind them wait") {
  stage s;
  int replies = 0;
  s.hooks.reply = [&] {
    return reply_fate{reply_fate::kind::pass, milliseconds{++replies == 1 ? 60 : 0}};
  };
  s.send({"SET", "a", "1"}, "first");
  s.send({"GET", "a"}, "second");
  REQUIRE(s.until_told(3));
  CHECK(s.link.told == strings{"ready 1", "first", "second"});
}

TEST_CASE("a reply that is later than the link's deadline breaks it") {
  stage s;
  s.hooks.reply = [] { return reply_fate{reply_fate::kind::pass, milliseconds{5'000}}; };
  s.send({"SET", "a", "1"}, "set");
  REQUIRE(s.until_told(3));
  CHECK(s.link.told == strings{"ready 1", "set lost", "lost"});
}

TEST_CASE("refused, it tries again until it is let in") {
  stage s;
  int refused = 0;
  s.hooks.connects = [&] { return ++refused > 3; };
  s.hooks.command = [&] { return refused == 0 ? io::command_fate::cut : io::command_fate::go_on; };
  s.send({"PING"}, "ping");
  REQUIRE(s.link.becomes_lost());
  REQUIRE(s.link.becomes_ready());
  CHECK(s.hooks.connections == std::vector<std::uint64_t>{2, 3, 4, 5});
  CHECK(s.link.failed ==
        strings{"cannot connect: fault", "cannot connect: fault", "cannot connect: fault"});
}

TEST_CASE("taken away, the hooks leave nothing late, and no deaf link") {
  stage s;
  s.hooks.reply = [] { return reply_fate{reply_fate::kind::pass, milliseconds{200}}; };
  s.send({"SET", "a", "1"}, "late");
  REQUIRE(run_until(s.loop, [&] { return s.hooks.last_reply == 2; }));
  s.link.client.interfere(nullptr);
  CHECK(s.link.told == strings{"ready 1", "late"});

  s.link.client.interfere(&s.hooks);
  s.hooks.reply = [] { return reply_fate{reply_fate::kind::deaf, {}}; };
  s.send({"SET", "a", "2"}, "unheard");
  REQUIRE(run_until(s.loop, [&] { return s.hooks.last_reply == 3; }));
  s.link.client.interfere(nullptr);
  REQUIRE(s.link.becomes_ready());
  CHECK(s.link.told == strings{"ready 1", "late", "unheard lost", "lost", "ready 2"});
}
