// The registry against a real redis-server: its functions by a clock of the test, and the client by
// Redis's.
#include <algorithm>

#include <catch2/catch.hpp>

#include "core/registry/registry_client.hpp"
#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_server.hpp"

using namespace parley;
using namespace parley::test;
using io::redis_reply;
using registry::node_record;
using strings = std::vector<std::string>;

namespace {

const strings keys{"nodes:{nodes}:lease", "nodes:{nodes}:record"};

node_record record_of(const std::string& id, const std::string& instance = "first") {
  node_record record;
  record.id = id;
  record.instance = instance;
  return record;
}

struct functions {
  redis_server redis;
  io::event_loop loop;
  linked_client link{loop, quick_settings(redis.port()), {registry::library()}};

  functions() { REQUIRE(link.becomes_ready()); }

  redis_reply renew(const node_record& record, int lease_ms, int now) {
    return link.call("registry_renew", keys,
                     {record.id, to_json(record), std::to_string(lease_ms), std::to_string(now)});
  }
  redis_reply remove(const std::string& id, const std::string& instance) {
    return link.call("registry_remove", keys, {id, instance, "1"});
  }
  strings list(int now) {
    strings ids;
    for (const auto& each : link.call("registry_list", keys, {std::to_string(now)}).elements) {
      const auto record = registry::parse_node_record(each.text);
      ids.push_back(record ? record->id : "not a record: " + each.text);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
  }
};

// A process that registers, as a service does.
struct member {
  node_record record;
  std::vector<strings> snapshots;
  linked_client link;
  registry::registry_client client;

  member(io::event_loop& loop, std::uint16_t port, node_record own)
      : record(std::move(own)),
        link(loop, quick_settings(port), {registry::library()}),
        client(loop, link.client,
               {.lease = milliseconds{600},
                .renew_every = milliseconds{200},
                .list_every = milliseconds{20}},
               {.own_record = [this] { return record; },
                .on_snapshot =
                    [this](const std::vector<node_record>& records) {
                      strings seen;
                      for (const auto& each : records)
                        seen.push_back(each.id + (each.draining ? " draining" : ""));
                      snapshots.push_back(seen);
                    }}) {
    client.start();
  }

  [[nodiscard]] bool sees(const strings& wanted) {
    return run_until(link.loop, [&] { return !snapshots.empty() && snapshots.back() == wanted; });
  }
};

}  // namespace

TEST_CASE("who has renewed is listed until the lease ends") {
  functions call;
  CHECK(call.renew(record_of("node-0"), 3'000, 10'000) == redis_reply::status("OK"));
  CHECK(call.renew(record_of("node-1"), 3'000, 11'000) == redis_reply::status("OK"));
  CHECK(call.list(12'999) == strings{"node-0", "node-1"});
  CHECK(call.list(13'000) == strings{"node-1"});
  CHECK(call.redis.command({"HLEN", keys[1]}).number == 1);
  CHECK(call.renew(record_of("node-1"), 3'000, 13'500) == redis_reply::status("OK"));
  CHECK(call.list(16'000) == strings{"node-1"});
  CHECK(call.list(16'500).empty());
}

TEST_CASE("only its own instance takes a process out") {
  functions call;
  CHECK(call.renew(record_of("node-0", "second"), 3'000, 10'000).is_status());
  CHECK(call.remove("node-0", "first") == redis_reply::integer(0));
  CHECK(call.list(10'001) == strings{"node-0"});
  CHECK(call.remove("node-0", "second") == redis_reply::integer(1));
  CHECK(call.remove("node-0", "second") == redis_reply::integer(0));
  CHECK(call.list(10'001).empty());
}

TEST_CASE("0 is the clock of Redis itself") {
  functions call;
  CHECK(call.renew(record_of("node-0"), 60'000, 0).is_status());
  CHECK(call.list(0) == strings{"node-0"});
  CHECK(call.renew(record_of("node-0"), 0, 0).is_status());
  CHECK(call.list(0).empty());
}

TEST_CASE("members see each other, and see who drains, leaves or dies") {
  const redis_server redis;
  io::event_loop loop;
  member one(loop, redis.port(), record_of("node-0"));
  auto other = std::make_unique<member>(loop, redis.port(), record_of("node-1"));
  REQUIRE(one.sees({"node-0", "node-1"}));
  other->record.draining = true;
  other->client.refresh();
  REQUIRE(one.sees({"node-0", "node-1 draining"}));

  SECTION("one that leaves is gone at once") {
    bool is_done = false;
    other->client.leave([&] { is_done = true; });
    REQUIRE(run_until(loop, [&] { return is_done; }));
    REQUIRE(one.sees({"node-0"}));
  }
  SECTION("one that dies is gone when its lease ends") {
    other.reset();
    REQUIRE(one.sees({"node-0"}));
  }
}

TEST_CASE("a registry that was lost with Redis is rebuilt by those who live") {
  redis_server redis;
  io::event_loop loop;
  member one(loop, redis.port(), record_of("node-0"));
  REQUIRE(one.sees({"node-0"}));
  redis.restart_empty();
  REQUIRE(one.link.becomes_lost());
  one.snapshots.clear();
  REQUIRE(one.sees({"node-0"}));
}

TEST_CASE("leaving comes to its end without Redis too") {
  redis_server redis;
  io::event_loop loop;
  member one(loop, redis.port(), record_of("node-0"));
  REQUIRE(one.sees({"node-0"}));
  redis.kill();
  REQUIRE(one.link.becomes_lost());
  bool is_done = false;
  one.client.leave([&] { is_done = true; });
  CHECK(run_until(loop, [&] { return is_done; }));
}
