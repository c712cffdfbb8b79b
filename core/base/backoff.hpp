// How long to wait before the next attempt: exponential with full jitter, so that a crowd that lost
// the same peer does not come back as one. Pure: randomness is an argument.
#pragma once

#include <algorithm>

#include "core/base/time.hpp"

namespace parley {

struct backoff_settings {
  milliseconds first{50};
  milliseconds longest{2'000};
};

// `failures`: attempts in a row that failed, at least 1. `fraction` is random, in [0, 1).
[[nodiscard]] inline milliseconds backoff_wait(const backoff_settings& settings, unsigned failures,
                                               double fraction) {
  const unsigned doublings = std::min(failures > 0 ? failures - 1 : 0, 30U);
  const auto most = std::min(settings.longest.count(), settings.first.count() << doublings);
  return milliseconds{static_cast<milliseconds::rep>(static_cast<double>(most) * fraction)};
}

}  // namespace parley
