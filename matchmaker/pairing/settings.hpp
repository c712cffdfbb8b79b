// The limits and durations of a matchmaker; docs are with the options that set them
// (service/config). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/token_bucket.hpp"
#include "core/link/drain.hpp"
#include "matchmaker/pairing/node_choice.hpp"

namespace parley::pairing {

// ISO 639: no linguistic content. No language, so nobody else is in it.
inline constexpr const char* probe_pool = "zxx";

struct matchmaker_settings {
  std::string id;
  std::uint64_t seed = 1;  // of rooms' names, node choice and the jitter of a drain

  std::vector<std::string> languages{"en", "es", "de", "fr", "pt", "ar"};
  std::string probe_key;  // sought with in place of a language, it leads to probe_pool; empty: none
  milliseconds interest_patience{10'000};
  milliseconds max_wait{600'000};
  node_choice choice = node_choice::power_of_two;
  canary trial{};

  std::size_t batch = 256;  // wishes in one call, and pairs made by it
  std::size_t turns = 256;  // of those whose time it is to look, in each pool and call
  milliseconds status_every{2'000};
  milliseconds look_up_every{3'000};
  std::size_t look_up_batch = 256;
  milliseconds retry{1'000};  // told to clients when Redis or all nodes are away

  token_bucket_settings frames{60, 20};  // of a connection
  std::uint64_t refusals = 200;          // refused frames without a pause; then it is closed
  std::uint32_t seeks_per_minute = 120;  // of an address

  std::uint32_t room_limit = 50;  // members of a named room

  bool takes_reports = false;  // the operator has a key for them

  link::drain_settings drain{};
};

}  // namespace parley::pairing
