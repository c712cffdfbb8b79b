// Time cut into slices: as many as a plot can show, of a length that people count in.
#pragma once

#include <cstddef>

namespace parley::report {

inline constexpr std::size_t most_columns = 240;

struct slicing {
  double column_ms = 100;
  std::size_t columns = 0;

  // The slice that holds this moment; the last one for the moment at the very end.
  [[nodiscard]] std::size_t of(double t) const;
};

// 100 ms, 200 ms, 500 ms, 1 s, 2 s …: the shortest that needs no more than most_columns.
[[nodiscard]] slicing sliced(double duration_ms);

}  // namespace parley::report
