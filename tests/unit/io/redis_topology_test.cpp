// CLUSTER SLOTS as Redis 7 answers it.
#include "core/io/redis_topology.hpp"

#include <catch2/catch.hpp>

using namespace parley::io;
using parley::link::redis_address;
using parley::link::slot_range;

namespace {

const redis_address teller{"10.0.0.1", 6'379};

redis_reply member(const redis_reply& host, int port, std::vector<redis_reply> more = {}) {
  return redis_reply::array({host, redis_reply::integer(port), redis_reply::string("id"),
                             redis_reply::array(std::move(more))});
}

redis_reply range(int first, int last, std::vector<redis_reply> members) {
  std::vector<redis_reply> parts{redis_reply::integer(first), redis_reply::integer(last)};
  parts.insert(parts.end(), members.begin(), members.end());
  return redis_reply::array(parts);
}

}  // namespace

TEST_CASE("ranges with their masters and replicas") {
  const auto reply = redis_reply::array(
      {range(0, 99,
             {member(redis_reply::string("10.0.0.2"), 1), member(redis_reply::string("r"), 2)}),
       range(100, 16'383, {member(redis_reply::string("10.0.0.3"), 3)})});
  CHECK(*parse_topology(reply, teller) ==
        std::vector<slot_range>{{0, 99, {"10.0.0.2", 1}, {{"r", 2}}},
                                {100, 16'383, {"10.0.0.3", 3}, {}}});
}

TEST_CASE("no host is the one that was asked") {
  const auto reply = redis_reply::array({range(0, 9, {member(redis_reply::nil(), 1)}),
                                         range(10, 19, {member(redis_reply::string(""), 2)})});
  const auto ranges = *parse_topology(reply, teller);
  REQUIRE(ranges.size() == 2);
  CHECK(ranges[0].master == redis_address{"10.0.0.1", 1});
  CHECK(ranges[1].master == redis_address{"10.0.0.1", 2});
}

TEST_CASE("a member that lacks the name it is to be called by has an address") {
  const auto named = member(redis_reply::string("?"), 1,
                            {redis_reply::string("ip"), redis_reply::string("10.0.0.9")});
  const auto nowhere = member(redis_reply::string("?"), 1);
  const auto reply = redis_reply::array({range(0, 9, {named}), range(10, 19, {nowhere})});
  CHECK(*parse_topology(reply, teller) == std::vector<slot_range>{{0, 9, {"10.0.0.9", 1}, {}}});
}

TEST_CASE("anything else is no topology") {
  const auto host = redis_reply::string("h");
  for (const auto& each :
       {redis_reply::error("ERR This instance has cluster support disabled"), redis_reply::nil(),
        redis_reply::array({redis_reply::integer(1)}),
        redis_reply::array({range(0, 16'384, {member(host, 1)})}),
        redis_reply::array({range(-1, 9, {member(host, 1)})}),
        redis_reply::array({range(0, 9, {})}), redis_reply::array({range(0, 9, {member(host, 0)})}),
        redis_reply::array({range(0, 9, {redis_reply::array({})})})})
    CHECK_FALSE(parse_topology(each, teller));
}
