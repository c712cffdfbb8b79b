// The two kinds of time that pure code is given as arguments. Nothing here reads a clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace parley {

using milliseconds = std::chrono::milliseconds;

// Monotonic time of this process: for deadlines, leases held in memory, backoff. The origin is
// arbitrary.
struct steady_time {
  std::int64_t ms = 0;

  friend constexpr auto operator<=>(const steady_time&, const steady_time&) = default;
  friend constexpr steady_time operator+(steady_time t, milliseconds d) {
    return {t.ms + d.count()};
  }
  friend constexpr steady_time operator-(steady_time t, milliseconds d) {
    return {t.ms - d.count()};
  }
  friend constexpr milliseconds operator-(steady_time a, steady_time b) {
    return milliseconds{a.ms - b.ms};
  }
};

// Milliseconds since the Unix epoch: what users and tokens see. It may jump; no decision rests on
// its order.
using unix_ms = std::int64_t;

// The time that comes with an event: a machine never asks for it.
struct instant {
  steady_time steady;
  unix_ms wall = 0;
};

}  // namespace parley
