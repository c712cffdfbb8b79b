// Latencies as measured, every one kept: percentiles are exact, not of buckets.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace parley::bench {

class latencies {
 public:
  void add(std::chrono::nanoseconds latency) { samples_.push_back(latency); }
  [[nodiscard]] std::size_t count() const { return samples_.size(); }

  // "p50 0.21 ms  p99 0.80 ms  p99.9 1.92 ms  max 4.10 ms"
  [[nodiscard]] std::string summary();

 private:
  std::vector<std::chrono::nanoseconds> samples_;
};

}  // namespace parley::bench
