// One run, all of it: the size of the world, its settings, and every act of users and of misfortune
// with its time. Pure data: the same scenario gives the same run, and one with fewer steps is a
// scenario too.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chaos/client/settings.hpp"
#include "chat-node/room/settings.hpp"
#include "matchmaker/pairing/settings.hpp"

namespace parley::simulation {

enum class act : std::uint8_t {
  // users
  seek,
  say,
  goodbye,
  take_back,  // the wish
  rename,
  reload,     // the tab
  close_tab,  // for good
  // the network
  cut,
  cut_unnoticed,  // one end learns of it late
  freeze_connection,
  slow_down,  // every new frame, for a while
  part,       // a client and a process: nothing passes between them
  // processes: chat-nodes and matchmakers
  crash_node,
  power_off_node,  // nobody is told
  freeze_node,
  drain_node,
  crash_matchmaker,
  freeze_matchmaker,
  drain_matchmaker,
  // a link to Redis
  cut_link,
  lose_mail,
  // Redis
  freeze_redis,
  restart_redis,  // nothing is lost but the links
  fail_over,      // to a replica that lags; the old master accepts for a while
  wipe_redis,     // restarted empty
  flush_redis,    // empty, and no link breaks
  fill_redis,     // out of memory for a while
};
inline constexpr std::size_t act_count = static_cast<std::size_t>(act::fill_redis) + 1;

[[nodiscard]] std::string_view name_of(act what);

// Between two lines of a process: a step may wait for such a moment instead of a time, so that
// what it breaks is broken exactly there.
enum class moment : std::uint8_t {
  none,
  append_asked,
  append_done,  // Redis has it, its reply is under way
  append_answered,
  claim_asked,
  claim_done,
  claim_answered,
  log_answered,  // a page of it
  verify_answered,
  end_done,
  join_arrives,
  send_arrives,
  entry_sent,
  seek_done,
  assigned_sent,
};
inline constexpr std::size_t moment_count = static_cast<std::size_t>(moment::assigned_sent) + 1;

[[nodiscard]] std::string_view name_of(moment when);

struct step {
  std::int64_t at_ms = 0;
  act what = act::say;
  std::uint32_t who = 0;       // modulo as many as there are
  std::uint32_t how = 0;       // whatever else is to be chosen
  std::int64_t for_ms = 0;     // until it heals by itself, where that makes sense
  moment when = moment::none;  // the next such moment after at_ms
  friend bool operator==(const step&, const step&) = default;
};

struct scenario {
  std::uint64_t seed = 1;  // of latencies and of whatever machines are to choose at random
  unsigned clients = 2;
  unsigned nodes = 1;
  unsigned matchmakers = 1;
  std::int64_t latency_ms = 5;  // of a frame, at most; twice of that half of the time
  bool has_interests = false;
  unsigned pools = 1;
  bool is_named = false;  // all of them in one named room, not in pairs
  std::uint64_t trim = 1'000;
  std::size_t stream_block = 100;  // entries that are trimmed together
  unsigned links = 1;  // of a chat-node to Redis: as many masters as a cluster would have

  room::node_settings node{};
  pairing::matchmaker_settings matchmaker{};
  client::client_settings client{};

  std::vector<step> steps{};  // by time
  std::int64_t calm_ms = 0;   // all is healed then, and nobody begins anything new
  std::int64_t bound_ms = 0;  // after the calm users must have come back within so long,
  std::int64_t tidy_ms = 0;   // and then who waits for nobody must know, and services be tidy
};

// The seed picks everything: the size, the settings, which kinds of faults there are, and how many.
[[nodiscard]] scenario scenario_of(std::uint64_t seed);

// The same, with three to five in one named room.
[[nodiscard]] scenario named_scenario_of(std::uint64_t seed);

}  // namespace parley::simulation
