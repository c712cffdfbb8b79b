// What is done both to a real Redis and to the model, and what they say to it.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "tests/simulation/redis_model/redis_model.hpp"

namespace parley::redis_model::test {

struct node_asks {
  std::size_t who;
  room::store_command what;
};
struct matchmaker_asks {
  std::size_t who;
  pairing::store_command what;
};
struct registry_is_asked {
  registry_request what;
};
struct node_reads_mail {
  std::size_t who;
};
struct matchmaker_reads_letters {
  std::size_t who;
};
struct listing_is_read {
  listing what;
};
struct time_passes {
  milliseconds time;
};
using step = std::variant<node_asks, matchmaker_asks, registry_is_asked, node_reads_mail,
                          matchmaker_reads_letters, listing_is_read, time_passes>;

// Nothing, where nothing is answered. Mail is without a node's own.
using said = std::variant<std::monostate, room::store_reply, pairing::store_reply, registry_reply,
                          std::vector<node_mail>, std::vector<pairing::letter>,
                          std::vector<sorted_set::ranked>>;

inline constexpr unix_ms beginning = 1'790'000'000'000;
inline constexpr std::size_t stream_block = 5;

// Small limits, so that sequences reach them.
inline const std::array<node_caller, 2> nodes{
    {{.node = "node-0", .instance = "i-0", .trim = 12},
     {.node = "node-1", .instance = "i-1", .trim = 20, .time_to_live = milliseconds{600'000}}}};
inline const std::array<matchmaker_caller, 2> matchmakers{
    {{.holder = "mm-0", .turns = 3}, {.holder = "mm-1", .ticket_lease = milliseconds{20'000}}}};

// In a few words, for who reads of a difference.
[[nodiscard]] std::string words_of(const step& what);
[[nodiscard]] std::string words_of(const said& what);

}  // namespace parley::redis_model::test
