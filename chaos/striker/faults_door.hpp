// The answers of /faults as JSON.
#pragma once

#include <string>
#include <string_view>

#include "chaos/injector/engine.hpp"
#include "chaos/striker/plan_text.hpp"

namespace parley::striker {

// Of GET: the plan in force, or else the figures of the last one.
[[nodiscard]] std::string state_text(const injector::engine& engine, steady_time now, bool allowed,
                                     std::string_view source);

// Of a plan that was not taken.
[[nodiscard]] std::string mistake_text(const plan_mistake& mistake);

}  // namespace parley::striker
