// Mailboxes against a real redis-server.
#include "core/io/redis_blocking_reader.hpp"

#include <catch2/catch.hpp>

#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_server.hpp"

using namespace parley;
using namespace parley::test;
using strings = std::vector<std::string>;

namespace {

struct mailbox {
  strings heard;  // "key item", "ready", "lost"
  io::redis_blocking_reader reader;

  mailbox(io::event_loop& loop, std::uint16_t port, strings keys)
      : reader(loop, quick_settings(port), std::move(keys),
               {.on_items =
                    [this](const std::string& key, strings items) {
                      for (const auto& item : items)
                        heard.push_back(key + ' ' + item);
                    },
                .on_ready = [this] { heard.emplace_back("ready"); },
                .on_lost = [this](std::string_view) { heard.emplace_back("lost"); }}) {
    reader.start();
  }

  [[nodiscard]] bool hears(io::event_loop& loop, const std::string& what) {
    return run_until(loop, [&] { return !heard.empty() && heard.back() == what; });
  }
};

}  // namespace

TEST_CASE("what lay in a mailbox and what is pushed later comes, oldest first") {
  const redis_server redis;
  redis.command({"RPUSH", "a:{t}", "1", "2"});
  io::event_loop loop;
  mailbox box(loop, redis.port(), {"a:{t}", "b:{t}"});
  REQUIRE(box.hears(loop, "a:{t} 2"));
  redis.command({"RPUSH", "b:{t}", "3"});
  REQUIRE(box.hears(loop, "b:{t} 3"));
  CHECK(box.heard == strings{"ready", "a:{t} 1", "a:{t} 2", "b:{t} 3"});
  CHECK(redis.command({"EXISTS", "a:{t}", "b:{t}"}).number == 0);
}

TEST_CASE("a burst larger than one reading arrives whole") {
  const redis_server redis;
  io::event_loop loop;
  mailbox box(loop, redis.port(), {"a:{t}"});
  REQUIRE(box.hears(loop, "ready"));
  strings push{"RPUSH", "a:{t}"};
  for (int i = 0; i < 1'000; ++i)
    push.push_back(std::to_string(i));
  redis.command(push);
  REQUIRE(box.hears(loop, "a:{t} 999"));
  CHECK(box.heard.size() == 1'001);
}

TEST_CASE("waiting in vain is not taken for a frozen Redis") {
  const redis_server redis;
  io::event_loop loop;
  mailbox box(loop, redis.port(), {"a:{t}"});
  REQUIRE(box.hears(loop, "ready"));
  run_for(loop, milliseconds{2'500});
  redis.command({"RPUSH", "a:{t}", "1"});
  REQUIRE(box.hears(loop, "a:{t} 1"));
  CHECK(box.heard == strings{"ready", "a:{t} 1"});
}

TEST_CASE("a frozen Redis is noticed, and the mailbox read again when it wakes") {
  redis_server redis;
  io::event_loop loop;
  mailbox box(loop, redis.port(), {"a:{t}"});
  REQUIRE(box.hears(loop, "ready"));
  redis.freeze();
  REQUIRE(box.hears(loop, "lost"));
  redis.wake();
  REQUIRE(box.hears(loop, "ready"));
  redis.command({"RPUSH", "a:{t}", "1"});
  REQUIRE(box.hears(loop, "a:{t} 1"));
}

TEST_CASE("a mailbox of the wrong type is asked again, and heals") {
  const redis_server redis;
  redis.command({"SET", "a:{t}", "no list"});
  io::event_loop loop;
  mailbox box(loop, redis.port(), {"a:{t}"});
  REQUIRE(box.hears(loop, "ready"));
  run_for(loop, milliseconds{100});
  redis.command({"DEL", "a:{t}"});
  redis.command({"RPUSH", "a:{t}", "1"});
  REQUIRE(box.hears(loop, "a:{t} 1"));
}
