// What each found scenario is played with: its seed's world, and the verdict on it.
#pragma once

#include <string>

#include "tests/simulation/world.hpp"

namespace parley::simulation {

inline std::string verdict_of(const scenario& plan) {
  coverage seen;
  const auto result = run(plan, mutation::none, seen);
  return result.broken ? result.broken->property + ": " + result.broken->words : "held";
}

inline scenario plan_of(std::uint64_t seed) {
  scenario plan;
  plan.seed = seed;
  plan.calm_ms = 20'000;
  plan.bound_ms = 40'000;
  plan.tidy_ms = 180'000;
  return plan;
}

}  // namespace parley::simulation
