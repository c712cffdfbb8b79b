// Confidence intervals of shares.
#include "chaos/runner/report/intervals.hpp"

#include <algorithm>
#include <cmath>

namespace parley::report {

interval wilson(std::uint64_t hits, std::uint64_t trials) {
  if (trials == 0) return {};
  constexpr double z = 1.959964;  // two-sided 95 %
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(hits) / n;
  const double shrink = 1 + z * z / n;
  const double middle = (share + z * z / (2 * n)) / shrink;
  const double half = z / shrink * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

}  // namespace parley::report
