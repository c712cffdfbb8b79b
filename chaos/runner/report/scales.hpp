// Axes: where a value lies between 0 and 1, and which values are worth a tick.
#pragma once

#include <vector>

namespace parley::report {

struct tick {
  double value = 0;
  double at = 0;  // 0 to 1
  bool operator==(const tick&) const = default;
};

// From 0 to a round number at or above the highest value.
class linear_scale {
 public:
  // At most `most` ticks above 0. A highest value of 0 or below counts as 1.
  explicit linear_scale(double highest, int most = 4);

  [[nodiscard]] double top() const { return top_; }
  [[nodiscard]] double at(double value) const;  // kept within 0 and 1
  [[nodiscard]] std::vector<tick> ticks() const;

 private:
  double step_ = 1;
  double top_ = 1;
};

// Whole decades around what is to be shown; for durations, which differ by factors.
class log_scale {
 public:
  // At least one decade. Values at or below 0 are taken as the lowest.
  log_scale(double lowest, double highest);

  [[nodiscard]] double bottom() const;
  [[nodiscard]] double top() const;
  [[nodiscard]] double at(double value) const;    // kept within 0 and 1
  [[nodiscard]] std::vector<tick> ticks() const;  // one for each decade

 private:
  int first_ = 0;
  int last_ = 1;
};

// The smallest of 1, 2, 5, 10, 20, 50 … (also below 1) that is at least `value`.
[[nodiscard]] double round_up(double value);

}  // namespace parley::report
