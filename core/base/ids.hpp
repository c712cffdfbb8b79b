// Names of things that travel together and must not be mixed up.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/connection_id.hpp"

namespace parley {

// A member's place in a room, from 1.
using seat_number = std::uint32_t;

// A sender's own message counter in a room, from 1. A message is (seat, seq).
using seq_number = std::uint64_t;

// An entry's place in a room's log; ordered as Redis orders stream ids.
struct entry_id {
  std::uint64_t epoch = 0;
  std::uint64_t n = 0;

  friend constexpr auto operator<=>(const entry_id&, const entry_id&) = default;
};

// "4-31"
[[nodiscard]] std::string to_string(const entry_id& id);
[[nodiscard]] std::optional<entry_id> parse_entry_id(std::string_view text);

}  // namespace parley
