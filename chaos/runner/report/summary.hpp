// The report for a terminal: what one wants to know without opening the page.
#pragma once

#include <string>

#include "chaos/runner/report/story.hpp"

namespace parley::report {

// Some lines of at most 100 columns, each with its newline; colours only where a terminal shows
// them.
[[nodiscard]] std::string terminal_summary(const story& of, bool colours);

}  // namespace parley::report
