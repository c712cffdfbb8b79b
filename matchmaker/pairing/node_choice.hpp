// The live chat-nodes, and which of them gets a new room or takes over an old one. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/random_bits.hpp"
#include "core/base/time.hpp"
#include "matchmaker/pairing/events.hpp"

namespace parley::pairing {

enum class node_choice {
  power_of_two,  // the emptier of two taken at random: even, and matchmakers need not agree
  round_robin,
  least_loaded,
  packed,  // the lowest ordinal with room: a StatefulSet removes the highest first
};

// A version on trial: so many of a hundred new rooms go to its nodes while they have room, the
// others do not. A room stays where it is until it moves.
struct canary {
  std::string version{};  // empty: none
  std::uint32_t percent = 0;
};

class node_view {
 public:
  explicit node_view(canary trial = {}) : trial_(std::move(trial)) {}

  void replace(std::vector<node_info> listed);

  // The registry is out of reach: who was alive may not be any more, and nobody is taken for dead.
  void forget();

  // At least one lives and takes rooms (is not draining); true as well while nothing is known.
  [[nodiscard]] bool can_serve() const;

  // A new room would find its place.
  [[nodiscard]] bool has_room() const;

  // Nodes for `wanted` new rooms, in order; fewer when capacity ends, none when nobody lives. What
  // was assigned lately counts as load, so that a burst between two snapshots does not become a
  // herd.
  [[nodiscard]] std::vector<std::string> choose(std::size_t wanted, node_choice how,
                                                random_bits& random, steady_time now);

  // The first `used` of `chosen` have got a room.
  void assigned(const std::vector<std::string>& chosen, std::size_t used, steady_time now);

  struct route {
    std::string node;
    bool claim = false;
  };

  // Where the members of `room` go now. The owner, if that very instance lives, is not draining and
  // was reached; else a live node, the same for every member who asks and sees the same nodes. What
  // is reported unreachable is named all the same when there is nobody else. None: no node lives.
  [[nodiscard]] std::optional<route> route_of(const std::string& room,
                                              const std::optional<room_owner>& owner,
                                              const std::vector<std::string>& unreachable) const;

 private:
  struct grant {
    steady_time at;
    std::string node;
  };

  [[nodiscard]] bool is_serving(const room_owner& owner) const;
  [[nodiscard]] const node_info* takes_over(std::string_view room,
                                            const std::vector<std::string>& except) const;

  canary trial_;
  std::vector<node_info> listed_;
  bool is_known_ = false;
  std::deque<grant> grants_;  // of the last second or two
  std::string last_;          // whose turn it was
};

}  // namespace parley::pairing
