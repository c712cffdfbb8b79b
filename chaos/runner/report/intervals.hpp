// What a number of trials allows to be said of a share: Wilson's interval.
#pragma once

#include <cstdint>

namespace parley::report {

// Shares, 0 to 1.
struct interval {
  double low = 0;
  double high = 1;

  [[nodiscard]] bool contains(double share) const { return low <= share && share <= high; }
  bool operator==(const interval&) const = default;
};

// The 95 % interval (Wilson) of the share behind `hits` of `trials`; without a trial, all of 0
// to 1.
[[nodiscard]] interval wilson(std::uint64_t hits, std::uint64_t trials);

}  // namespace parley::report
