// The links to a cluster against a real one: each command to its master, and each master for
// itself.
#include <catch2/catch.hpp>

#include "core/io/require_redis.hpp"
#include "tests/integration/cluster/cluster_client.hpp"

using namespace parley;
using namespace parley::test;
using io::redis_reply;

namespace {

// A key whose slot the member has had from the start.
std::string key_of(std::size_t member) {
  for (int i = 0;; ++i) {
    auto key = "{key" + std::to_string(i) + "}";
    if (redis_cluster::first_owner_of(link::slot_of(key)) == member) return key;
  }
}

}  // namespace

TEST_CASE("one seed is enough, and every command goes to the master of its key") {
  cluster_client link;
  REQUIRE(link.becomes_whole());
  CHECK(link.failed.empty());
  for (std::size_t at = 0; at < 3; ++at) {
    const auto key = key_of(at);
    CHECK(link.client.reaches(key));
    CHECK(link.ask({"SET", key, "v"}) == redis_reply::status("OK"));
    CHECK(the_cluster().member(at).command({"GET", key}) == redis_reply::string("v"));
    CHECK(link.wait(link.begin_all({{"INCR", key + ":n"}, {"INCR", key + ":n"}})).is_array());
  }
  CHECK(link.redirects.empty());
}

TEST_CASE("our slots are those of CLUSTER KEYSLOT") {
  for (const auto* key : {"foo", "{user1000}.following", "foo{}{bar}", "foo{{bar}}zap",
                          "foo{bar}{zap}", "room:{r-7}:owner", "a}b{c", ""})
    CHECK(the_cluster().member(0).command({"CLUSTER", "KEYSLOT", key}) ==
          redis_reply::integer(link::slot_of(key)));
}

TEST_CASE("before there is a link, and after the end, a command is lost") {
  cluster_client link;
  CHECK(link.ask({"GET", "k"}) == redis_reply::lost("no link"));
  REQUIRE(link.becomes_whole());
  const auto pending = link.begin({"GET", key_of(0)});
  link.client.stop();
  CHECK(link.wait(pending).kind != io::redis_kind::integer);
  REQUIRE(run_until(link.loop, [&] { return link.ready.is_empty(); }));
  CHECK(link.told.back() == "lost 16384");
  CHECK(link.ask({"GET", "k"}).is_lost());
}

TEST_CASE("a master that freezes takes its own slots with it, and brings them back") {
  cluster_client link;
  REQUIRE(link.becomes_whole());
  the_cluster().member(2).freeze();
  const auto unknown = link.begin({"GET", key_of(2)});
  CHECK(link.ask({"SET", key_of(0), "v"}) == redis_reply::status("OK"));
  CHECK(link.wait(unknown).is_lost());
  CHECK_FALSE(link.client.reaches(key_of(2)));
  CHECK(link.ask({"GET", key_of(1)}).kind != io::redis_kind::lost);
  the_cluster().member(2).wake();
  REQUIRE(link.becomes_whole());
  CHECK_FALSE(link.ask({"GET", key_of(2)}).is_lost());
}

TEST_CASE("a program that starts looks at every master that answers") {
  io::event_loop loop;
  const auto place = [](const link::redis_address& seed) {
    return io::redis_place{quick_settings(0), {seed}};
  };
  io::require_redis(loop, place(the_cluster().address(0)));
  const redis_server alone;
  CHECK_THROWS_WITH(io::require_redis(loop, place({"127.0.0.1", alone.port()})),
                    Catch::Matchers::EndsWith("This instance has cluster support disabled"));
  CHECK_THROWS_WITH(io::require_redis(loop, {quick_settings(the_cluster().member(0).port())}),
                    Catch::Matchers::EndsWith(": it is a member of a cluster: set redis.cluster"));
  the_cluster().member(1).command({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
  CHECK_THROWS_WITH(io::require_redis(loop, place(the_cluster().address(0))),
                    Catch::Matchers::EndsWith("is allkeys-lru and must be noeviction"));
  the_cluster().member(1).command({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
}

TEST_CASE("a master that is away keeps no program from starting; all of them do") {
  io::event_loop loop;
  const io::redis_place place{quick_settings(0), {the_cluster().address(0)}};
  the_cluster().member(2).freeze();
  CHECK_NOTHROW(io::require_redis(loop, place));
  the_cluster().member(0).freeze();
  the_cluster().member(1).freeze();
  CHECK_THROWS_WITH(io::require_redis(loop, place),
                    Catch::Matchers::StartsWith("no Redis Cluster"));
  for (std::size_t at = 0; at < 3; ++at)
    the_cluster().member(at).wake();
}
