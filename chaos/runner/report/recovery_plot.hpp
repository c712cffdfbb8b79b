// The plot of recovery times of one kind of fault: a strip on a logarithmic axis that all kinds
// share.
#pragma once

#include <string>

#include "chaos/runner/report/scales.hpp"
#include "chaos/runner/report/story.hpp"

namespace parley::report {

// An <svg>: dots for a few times, their density for many; lines at the half and at 99 of 100, a
// ring at the longest, a dashed line at the bound (0: none).
[[nodiscard]] std::string recovery_strip(const recovery& of, const log_scale& scale,
                                         double bound_ms);

// The axis under the strips.
[[nodiscard]] std::string recovery_axis(const log_scale& scale, double bound_ms);

}  // namespace parley::report
