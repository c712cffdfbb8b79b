// Time cut into slices, and where a moment falls.
#include "chaos/runner/report/columns.hpp"

#include <algorithm>
#include <cmath>

#include "chaos/runner/report/scales.hpp"

namespace parley::report {

std::size_t slicing::of(double t) const {
  const auto slice = static_cast<std::size_t>(std::max(t, 0.0) / column_ms);
  return std::min(slice, columns - 1);
}

slicing sliced(double duration_ms) {
  const double shortest = duration_ms / static_cast<double>(most_columns);
  const double column = std::max(100.0, shortest > 0 ? round_up(shortest) : 0.0);
  const auto columns = static_cast<std::size_t>(std::ceil(duration_ms / column - 1e-9));
  return {column, std::max<std::size_t>(columns, 1)};
}

}  // namespace parley::report
