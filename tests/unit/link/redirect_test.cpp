// MOVED, ASK and addresses as members of a cluster write them.
#include "core/link/redirect.hpp"

#include <catch2/catch.hpp>

using namespace parley::link;

namespace {

const redis_address teller{"10.0.0.1", 6379};

redirect moved(redis_address to) {
  return {redirect_kind::moved, 3'999, std::move(to)};
}

}  // namespace

TEST_CASE("a redirection tells the slot and where it is") {
  CHECK(parse_redirect("MOVED 3999 10.0.0.7:6381", teller) == moved({"10.0.0.7", 6'381}));
  CHECK(parse_redirect("ASK 3999 10.0.0.7:6381", teller) ==
        redirect{redirect_kind::ask, 3'999, {"10.0.0.7", 6'381}});
  CHECK(parse_redirect("MOVED 3999 redis-2.redis:6379", teller) == moved({"redis-2.redis", 6'379}));
  CHECK(parse_redirect("MOVED 3999 ::1:6381", teller) == moved({"::1", 6'381}));
}

TEST_CASE("an empty host is the one that was asked, and ? is none") {
  CHECK(parse_redirect("MOVED 3999 :6381", teller) == moved({"10.0.0.1", 6'381}));
  CHECK(parse_redirect("MOVED 3999 ?:6381", teller) == moved({"", 6'381}));
}

TEST_CASE("what is not a redirection is another error") {
  for (const auto* each :
       {"", "MOVED", "MOVED 3999", "MOVED 16384 a:1", "MOVED -1 a:1", "MOVED x a:1", "MOVED 1 a",
        "MOVED 1 a:0", "MOVED 1 a:65536", "MOVED 1 a:b", "TRYAGAIN Multiple keys", "ERR ASK 1 a:1"})
    CHECK_FALSE(parse_redirect(each, teller));
}

TEST_CASE("an address is a host and a port") {
  CHECK(parse_redis_address("redis-0.redis:6379") == redis_address{"redis-0.redis", 6'379});
  CHECK(parse_redis_address("[::1]:6379") == redis_address{"::1", 6'379});
  CHECK(parse_redis_address("::1:6379") == redis_address{"::1", 6'379});
  for (const auto* each : {"", "redis", ":6379", "redis:", "redis:x", "redis:0", "redis:70000"})
    CHECK_FALSE(parse_redis_address(each));
}
