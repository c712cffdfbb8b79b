// Many seeds in several processes: a machine that stops with a broken check ends its worker only,
// and is one more violation.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/coverage.hpp"
#include "tests/simulation/mutation.hpp"

namespace parley::simulation {

struct campaign_settings {
  std::uint64_t first = 1;
  std::uint64_t last = 1;
  unsigned jobs = 1;
  mutation mistake = mutation::none;
  bool is_named = false;             // named rooms in place of pairs
  std::uint64_t most_failures = 10;  // then it stops
  bool shows_progress = false;       // on standard error
};

struct failure {
  std::uint64_t seed = 0;
  std::string property;
  std::string words;
};

struct campaign_result {
  std::uint64_t seeds = 0;  // that were run to their end
  double seconds = 0;
  coverage seen{};
  std::int64_t longest_rest_ms = 0;
  std::vector<failure> failures{};  // by seed
};

// Ends early when interrupted (SIGINT), with what was done until then.
[[nodiscard]] campaign_result run_campaign(const campaign_settings& settings);

}  // namespace parley::simulation
