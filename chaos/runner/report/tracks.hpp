// The tracks of the timeline, each drawn from a given height downwards over the whole width. Inner
// part of the timeline plot.
#pragma once

#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/story.hpp"

namespace parley::report {

// Where a moment lies between the left and the right end of the plot, 0 to 1.
[[nodiscard]] double place_of(const timeline& time, double ms);

// The lane of the injectors' plan: the ground on which strikes happen, and no break by itself.
[[nodiscard]] bool is_plan(const lane& lane);

// Each returns the height at which the next one may begin.
double draw_delivered(markup& svg, const timeline& time, double top);
double draw_delays(markup& svg, const timeline& time, double top);
double draw_away(markup& svg, const timeline& time, double top);
double draw_lane(markup& svg, const timeline& time, const lane& lane, double top);

}  // namespace parley::report
