// How much of a fault's percentage is in force at a moment. Pure.
#pragma once

#include "chaos/injector/plan.hpp"

namespace parley::injector {

// From 0 to 1, `age` after the plan was taken up.
[[nodiscard]] double share_at(const schedule& when, milliseconds age);

}  // namespace parley::injector
