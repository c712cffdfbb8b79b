// Quantiles, and what zero failures in so many trials say.
#include <algorithm>
#include <cmath>

#include "chaos/checks/recovery.hpp"

namespace parley::checks {

spread spread_of(std::vector<float> times) {
  if (times.empty()) return {};
  std::ranges::sort(times);
  const auto at = [&](double share) {  // nearest rank
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(times.size())));
    return static_cast<double>(times[std::max<std::size_t>(rank, 1) - 1]);
  };
  return {times.size(), at(0.5), at(0.9), at(0.99), static_cast<double>(times.back())};
}

double rule_of_three(std::uint64_t trials) {
  return trials < 3 ? 1 : 3 / static_cast<double>(trials);
}

}  // namespace parley::checks
