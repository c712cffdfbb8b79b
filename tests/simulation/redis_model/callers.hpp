// What the stores of the services add to each command from their own settings: the same defaults as
// chat-node/service/store.hpp and matchmaker/service/store_json.hpp, without their I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/time.hpp"

namespace parley::redis_model {

// A chat-node, as its store_settings.
struct node_caller {
  std::string node;
  std::string instance;
  std::uint64_t trim = 1'000;
  std::uint64_t wait_replicas = 0;
  milliseconds move_interval{2'000};
  milliseconds time_to_live{7'200'000};
  milliseconds named_kept{86'400'000};
  milliseconds tombstone_ttl{86'400'000};

  [[nodiscard]] milliseconds life_of(bool is_named) const {
    return is_named ? named_kept : time_to_live;
  }
};

// A matchmaker, as its call_settings.
struct matchmaker_caller {
  std::string holder;
  milliseconds interest_patience{10'000};
  milliseconds ticket_lease{10'000};
  milliseconds assigned_ttl{60'000};
  std::size_t turns = 256;
};

}  // namespace parley::redis_model
