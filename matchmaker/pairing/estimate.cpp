// Nearest rank: the smallest wait that at least so many in a hundred did not exceed.
#include "matchmaker/pairing/estimate.hpp"

#include <algorithm>

namespace parley::pairing {

std::optional<wire::wait_estimate> estimate_of(std::vector<std::uint64_t> waits_ms) {
  if (waits_ms.size() < least_samples) return std::nullopt;
  std::ranges::sort(waits_ms);
  const auto rank = [&waits_ms](std::size_t percent) {
    return waits_ms[(waits_ms.size() * percent + 99) / 100 - 1];
  };
  return wire::wait_estimate{.p50_ms = rank(50), .p90_ms = rank(90)};
}

}  // namespace parley::pairing
