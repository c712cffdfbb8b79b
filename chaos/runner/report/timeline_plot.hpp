// The plot of a run over time: messages, delays, visitors without a connection, and under them what
// was broken when.
#pragma once

#include <string>

#include "chaos/runner/report/story.hpp"

namespace parley::report {

// An <svg> that is as wide as its place; `description` is what it is for those who do not see it.
[[nodiscard]] std::string timeline_plot(const timeline& time, const std::string& description);

// The columns as JSON, for the page's script: what the pointer is at.
[[nodiscard]] std::string timeline_data(const timeline& time);

// "0", "500 ms", "10 s", "1:30": a time of the axis.
[[nodiscard]] std::string clock_label(double ms);

}  // namespace parley::report
