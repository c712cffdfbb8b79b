// One look at another clock: how far it is from ours, and how sure that is. Pure.
#pragma once

#include <chrono>

#include "core/base/time.hpp"

namespace parley::clocks {

using std::chrono::nanoseconds;

// Our clock + offset is the other, ± error, at that time.
struct reading {
  nanoseconds offset{0};
  nanoseconds error{0};
  instant at{};
  friend bool operator==(const reading& one, const reading& other) {
    return one.offset == other.offset && one.error == other.error &&
           one.at.steady == other.at.steady && one.at.wall == other.at.wall;
  }
};

// What it is worth now: the error has grown by what two clocks may drift apart (RFC 5905: 15 µs a
// second), and what our clock has been set by since is taken out of the offset.
[[nodiscard]] reading carry(const reading& taken, instant now);

// Both can be true, but for 5 ms: servers think better of themselves than they are (RFC 5905 takes
// no distance for less: MINDISP).
[[nodiscard]] bool agree(const reading& one, const reading& other);

[[nodiscard]] double to_ms(nanoseconds time);

}  // namespace parley::clocks
