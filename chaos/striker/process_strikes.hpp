// Strikes at the whole process, wherever they were decided.
#pragma once

#include "chaos/striker/strike_desk.hpp"

namespace parley::striker {

// Performs it if its fault is one of a process: false if it is not. When it comes back the strike
// is over.
[[nodiscard]] bool strike_process(strike_desk& desk, const injector::strike& strike);

}  // namespace parley::striker
