// The command link when its Redis is killed, frozen, emptied, demoted, or when the network between
// them fails.
#include <catch2/catch.hpp>
#include <thread>

#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_server.hpp"
#include "tests/support/tcp_proxy.hpp"

using namespace parley;
using namespace parley::test;
using io::redis_reply;
using strings = std::vector<std::string>;

namespace {

// Its answer is added to what the link told.
void send(linked_client& link, io::redis_command command) {
  link.client.command(std::move(command), [&link](const redis_reply& reply) {
    link.told.emplace_back(reply.is_lost() ? "answer lost" : "answer");
  });
}

}  // namespace

TEST_CASE("a link waits for a Redis that is not there yet") {
  redis_server redis;
  redis.kill();
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(run_until(loop, [&] { return link.failed.size() >= 3; }));
  CHECK_THAT(link.failed[0], Catch::Matchers::StartsWith("cannot connect: "));
  redis.start();
  REQUIRE(link.becomes_ready());
  CHECK(link.told == strings{"ready 1"});
}

TEST_CASE("when Redis dies, every answer is lost once, before the link is said to be lost") {
  redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  redis.freeze();  // so that the commands are surely under way
  send(link, {"INCR", "n"});
  send(link, {"INCR", "n"});
  redis.kill();
  REQUIRE(link.becomes_lost());
  redis.start();
  REQUIRE(link.becomes_ready());
  CHECK(link.told == strings{"ready 1", "answer lost", "answer lost", "lost", "ready 2"});
  CHECK(link.client.link_number() == 2);
}

TEST_CASE("a command sent from a lost answer is lost too, and belongs to no link") {
  redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  redis.freeze();
  link.client.command({"PING"}, [&](const redis_reply&) { send(link, {"PING"}); });
  redis.kill();
  REQUIRE(run_until(loop, [&] { return link.told.size() == 3; }));
  CHECK(link.told == strings{"ready 1", "lost", "answer lost"});
}

TEST_CASE("a frozen Redis is noticed") {
  redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  redis.freeze();
  const auto frozen_at = loop.now().steady;
  SECTION("by an answer that does not come") {
    send(link, {"PING"});
  }
  SECTION("also by a link that has nothing to ask") {}
  REQUIRE(link.becomes_lost());
  CHECK(loop.now().steady - frozen_at < milliseconds{3'000});

  // While it sleeps, connecting works (the kernel accepts) and is no link all the same.
  REQUIRE(run_until(loop, [&] { return !link.failed.empty(); }));
  CHECK(link.failed[0] == "no answer in time");
  redis.wake();
  REQUIRE(link.becomes_ready());
  CHECK(link.client.link_number() == 2);
}

TEST_CASE("an idle link to a Redis that lives stays") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  run_for(loop, milliseconds{1'200});
  CHECK(link.told == strings{"ready 1"});
}

TEST_CASE("a process that stood still does not blame Redis") {
  redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  redis.freeze();
  send(link, {"PING"});
  run_for(loop, milliseconds{50});  // the request leaves
  redis.wake();
  std::this_thread::sleep_for(milliseconds{600});  // the process is what stands still here
  run_for(loop, milliseconds{100});
  CHECK(link.told == strings{"ready 1", "answer"});
}

TEST_CASE("a lost reply: Redis did it, the answer is lost, and it never comes later") {
  const redis_server redis;
  io::event_loop loop;
  tcp_proxy network(loop, redis.port());
  linked_client link(loop, quick_settings(network.port()));
  REQUIRE(link.becomes_ready());
  bool is_sent = false;
  network.watch(
      [&](direction which, std::string_view) { is_sent |= which == direction::requests; });

  SECTION("cut after the request") {
    network.set(direction::replies, passage::lost);
    send(link, {"INCR", "n"});
    REQUIRE(run_until(loop, [&] { return is_sent && redis.command({"EXISTS", "n"}).number == 1; }));
    network.cut();
  }
  SECTION("thrown away by the network") {
    network.set(direction::replies, passage::lost);
    send(link, {"INCR", "n"});
  }
  SECTION("held until the link has been given up") {
    network.set(direction::replies, passage::held);
    send(link, {"INCR", "n"});
  }
  REQUIRE(link.becomes_lost());
  network.set(direction::replies, passage::open);
  REQUIRE(link.becomes_ready());
  CHECK(link.ask({"GET", "n"}) == redis_reply::string("1"));
  CHECK(link.told == strings{"ready 1", "answer lost", "lost", "ready 2"});
}

TEST_CASE("a request that never arrives is lost in the same way") {
  const redis_server redis;
  io::event_loop loop;
  tcp_proxy network(loop, redis.port());
  linked_client link(loop, quick_settings(network.port()));
  REQUIRE(link.becomes_ready());
  network.set(direction::requests, passage::lost);
  send(link, {"INCR", "n"});
  REQUIRE(link.becomes_lost());
  network.set(direction::requests, passage::open);
  REQUIRE(link.becomes_ready());
  CHECK(link.ask({"GET", "n"}) == redis_reply::nil());
}

TEST_CASE("a network that refuses is tried again until it does not") {
  const redis_server redis;
  io::event_loop loop;
  tcp_proxy network(loop, redis.port());
  linked_client link(loop, quick_settings(network.port()));
  REQUIRE(link.becomes_ready());
  network.refuse(true);
  network.cut();
  REQUIRE(run_until(loop, [&] { return link.failed.size() >= 3; }));
  network.refuse(false);
  REQUIRE(link.becomes_ready());
  CHECK(link.told == strings{"ready 1", "lost", "ready 2"});
}

TEST_CASE("a Redis that is no master any more is no link") {
  const redis_server redis;
  io::event_loop loop;
  linked_client link(
      loop, quick_settings(redis.port()),
      {{"l", "#!lua name=l\nredis.register_function('f', function() return 1 end)"}});
  REQUIRE(link.becomes_ready());
  redis.command({"REPLICAOF", "127.0.0.1", "1"});
  SECTION("told by a command") {
    send(link, {"SET", "k", "v"});
  }
  SECTION("told inside a transaction") {
    link.client.transaction({{"SET", "k", "v"}}, [&](const redis_reply& reply) {
      link.told.emplace_back(reply.is_lost() ? "answer lost" : "answer");
    });
  }
  SECTION("told by a function") {
    link.client.fcall("f", {}, {}, [&](const redis_reply& reply) {
      link.told.emplace_back(reply.is_lost() ? "answer lost" : "answer");
    });
  }
  REQUIRE(link.becomes_lost());
  REQUIRE(run_until(loop, [&] { return link.failed.size() >= 2; }));
  CHECK_THAT(link.failed[0], Catch::Matchers::StartsWith("READONLY"));
  redis.command({"REPLICAOF", "NO", "ONE"});
  REQUIRE(link.becomes_ready());
  CHECK(link.told == strings{"ready 1", "answer lost", "lost", "ready 2"});
}

TEST_CASE("a stopped client loses what is pending, and lets the loop run out") {
  redis_server redis;
  io::event_loop loop;
  linked_client link(loop, quick_settings(redis.port()));
  REQUIRE(link.becomes_ready());
  redis.freeze();
  send(link, {"PING"});
  link.client.stop();
  CHECK(link.told == strings{"ready 1"});
  loop.context().restart();
  loop.wind_down(std::chrono::seconds(5));
  CHECK(loop.run());
  CHECK(link.told == strings{"ready 1", "answer lost", "lost"});
  CHECK_FALSE(link.client.is_ready());
}

TEST_CASE("a client may be destroyed from its own callback, and then calls nobody") {
  const redis_server redis;
  io::event_loop loop;
  auto link = std::make_unique<linked_client>(loop, quick_settings(redis.port()));
  REQUIRE(link->becomes_ready());
  int answers = 0;
  link->client.command({"PING"}, [&](const redis_reply&) {
    ++answers;
    link.reset();
  });
  link->client.command({"PING"}, [&](const redis_reply&) { ++answers; });
  REQUIRE(run_until(loop, [&] { return link == nullptr; }));
  run_for(loop, milliseconds{50});
  CHECK(answers == 1);
}

TEST_CASE("nor when it is destroyed by what it told") {
  redis_server redis;
  io::event_loop loop;
  std::unique_ptr<io::redis_client> client;
  const auto settings = quick_settings(redis.port());
  const auto end = [&] { client.reset(); };
  SECTION("ready") {
    client = std::make_unique<io::redis_client>(loop, settings, std::vector<io::function_library>{},
                                                io::redis_handlers{[&](auto) { end(); }, {}, {}});
    client->start();
  }
  SECTION("lost") {
    client = std::make_unique<io::redis_client>(
        loop, settings, std::vector<io::function_library>{},
        io::redis_handlers{[&](auto) { redis.kill(); }, [&](auto) { end(); }, {}});
    client->start();
  }
  SECTION("failed") {
    redis.kill();
    client = std::make_unique<io::redis_client>(loop, settings, std::vector<io::function_library>{},
                                                io::redis_handlers{{}, {}, [&](auto) { end(); }});
    client->start();
  }
  REQUIRE(run_until(loop, [&] { return client == nullptr; }));
  run_for(loop, milliseconds{50});
}
