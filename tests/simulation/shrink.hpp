// From a scenario that fails to a small one that fails in the same way.
#pragma once

#include <optional>
#include <string>

#include "tests/simulation/scenario.hpp"
#include "tests/simulation/witness.hpp"

namespace parley::simulation {

// In a process of its own: a bug that stops it is a violation as well.
[[nodiscard]] std::optional<violation> run_apart(const scenario& plan, mutation mistake);

// Leaves out steps, participants and time as long as the same property falls.
[[nodiscard]] scenario shrink(scenario failing, mutation mistake);

// As C++, to be kept as a regression.
[[nodiscard]] std::string as_code(const scenario& plan);

}  // namespace parley::simulation
