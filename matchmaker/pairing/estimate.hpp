// How long one will probably wait, from how long others did. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/wire/messages.hpp"

namespace parley::pairing {

inline constexpr std::size_t least_samples = 5;

// The median and the 90th percentile (nearest rank); none when there are fewer than five.
[[nodiscard]] std::optional<wire::wait_estimate> estimate_of(std::vector<std::uint64_t> waits_ms);

}  // namespace parley::pairing
