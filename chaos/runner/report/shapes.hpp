// Paths of the plots. They live in a box 1,000 wide that is stretched to the page's width, so that
// a plot fits a phone and a wall without its letters being stretched with it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::report {

constexpr double box_width = 1000;

// Heights are 0 to 1, one for each column, drawn up from the bottom of a box `box_height` high;
// none leaves a gap.
using heights = std::vector<std::optional<double>>;

// The outline of steps, closed at the bottom.
[[nodiscard]] std::string step_area(const heights& of, double box_height);

// A line through the middle of the columns.
[[nodiscard]] std::string line(const heights& of, double box_height);

// What lies between two lines; a gap in either is a gap.
[[nodiscard]] std::string band(const heights& low, const heights& high, double box_height);

}  // namespace parley::report
