// What a matchmaker asks of the pairing functions, for the tests of this folder: each call waits
// for its answer, and the time is the test's own.
#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/io/loop.hpp"
#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_server.hpp"

namespace parley::test::lua {

using strings = std::vector<std::string>;
using milliseconds_since_start = std::int64_t;

constexpr std::int64_t patience_ms = 10'000;
constexpr std::int64_t lease_ms = 10'000;

struct wish {
  std::string session;
  strings interests{};
  std::string attempt = "1";
  std::string pool = "en";
  std::uint64_t connection = 1;
  bool front = false;
  std::int64_t waited_ms = 0;
};

struct seek_call {
  std::vector<wish> wishes{};
  milliseconds_since_start now = 0;
  std::size_t nodes = 50;  // named node-1, node-2 …
  strings pools{};         // besides those of the wishes
  std::uint32_t seed = 1;
  std::size_t scan = 256;
};

struct assignment {
  std::string session;
  std::string attempt;
  std::string room;
  std::string node;
  std::string pool;
  std::int64_t seat = 0;
  strings interests{};
  strings names{};
  std::int64_t waited_ms = 0;
  friend bool operator==(const assignment&, const assignment&) = default;
};

struct outcome {
  std::string what;
  assignment found{};  // where `what` is "assigned"
  std::int64_t waited_ms = 0;
};

struct seek_answer {
  std::vector<outcome> outcomes{};
  strings pairs{};  // pools
  bool more = false;
};

struct pool_statistics {
  std::int64_t waiting = 0;
  std::vector<std::int64_t> waits_ms{};
};

struct look_up_answer {
  std::vector<outcome> outcomes{};
  std::vector<pool_statistics> pools{};
};

struct letter {
  std::string kind;
  std::string session;
  std::string attempt;
  std::uint64_t connection = 0;
  assignment found{};
};

// One matchmaker: its link to Redis and its mailbox.
class matchmaker_at_redis {
 public:
  matchmaker_at_redis(io::event_loop& loop, const redis_server& redis, std::string id);

  seek_answer seek(const seek_call& call);
  void seek(const seek_call& call, std::function<void(seek_answer)> then);
  outcome cancel(const wish& ticket);
  void cancel(const wish& ticket, std::function<void(outcome)> then);
  void detach(const wish& ticket, milliseconds_since_start now);
  look_up_answer look_up(const std::vector<wish>& tickets, milliseconds_since_start now,
                         const strings& pools = {});
  std::string block(const std::string& room, const std::string& session);  // its outcome
  std::vector<letter> letters();  // taken out of the mailbox

  linked_client& link() { return link_; }

 private:
  [[nodiscard]] std::string to_json(const seek_call& call);

  std::string id_;
  linked_client link_;
  std::uint64_t calls_ = 0;
};

// A Redis with some matchmakers.
struct pairing_at_redis {
  redis_server redis;
  io::event_loop loop;
  matchmaker_at_redis one{loop, redis, "matchmaker-1"};
  matchmaker_at_redis other{loop, redis, "matchmaker-2"};
};

// By session; a session that is assigned twice fails the test.
std::map<std::string, assignment> assignments_in(const std::vector<letter>& letters);

// Whether both are there and fit: same room, node, pool and interests, seats 1 and 2.
bool are_paired(const std::map<std::string, assignment>& found, const std::string& one,
                const std::string& other);

std::int64_t count_waiting(const redis_server& redis, const std::string& pool = "en");

}  // namespace parley::test::lua
