// Exact percentiles.
#include "bench/latencies.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace parley::bench {

std::string latencies::summary() {
  if (samples_.empty()) return "no sample";
  std::sort(samples_.begin(), samples_.end());
  const auto at = [this](double share) {
    const auto rank = std::ceil(share * static_cast<double>(samples_.size()));
    const auto index = std::clamp<std::size_t>(static_cast<std::size_t>(rank), 1, samples_.size());
    return std::chrono::duration<double, std::milli>(samples_[index - 1]).count();
  };
  std::array<char, 120> line{};
  const int length = std::snprintf(line.data(), line.size(),
                                   "p50 %.2f ms  p99 %.2f ms  p99.9 %.2f ms  max %.2f ms", at(0.5),
                                   at(0.99), at(0.999), at(1));
  return {line.data(), static_cast<std::size_t>(length)};
}

}  // namespace parley::bench
