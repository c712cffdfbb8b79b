// Readings in time.
#include "core/clocks/reading.hpp"

#include <algorithm>

namespace parley::clocks {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t drift_ns_per_ms = 15'000;  // of 10⁹: RFC 5905's PHI

constexpr milliseconds forgiven{5};

// Both times of an instant are cut down to milliseconds: less than this is no step.
constexpr milliseconds least_step{3};

}  // namespace

reading carry(const reading& taken, instant now) {
  const auto passed = now.steady - taken.at.steady;
  auto carried = taken;
  carried.at = now;
  carried.error += nanoseconds{std::max<std::int64_t>(passed.count(), 0) * drift_ns_per_ms / 1'000};
  const milliseconds step{now.wall - taken.at.wall - passed.count()};
  if (std::chrono::abs(step) >= least_step) carried.offset -= step;
  return carried;
}

bool agree(const reading& one, const reading& other) {
  return std::chrono::abs(one.offset - other.offset) <= one.error + other.error + forgiven;
}

double to_ms(nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace parley::clocks
