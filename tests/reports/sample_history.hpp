// A history as a run of some seconds leaves it, made up from a seed: for tests of what is told of
// histories. It shows no system at work; what happens in it follows a few rules of thumb.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chaos/checks/history.hpp"

namespace parley::reports {

struct sample {
  std::uint64_t seed = 7;
  checks::bot_number bots = 200;  // even
  std::string experiment = "everything";
};

// A fifth of the connections cut, one node killed, another frozen; everything recovers.
[[nodiscard]] std::vector<checks::happening> sample_history(const sample& of);

// What would break the guarantee: a message that never comes, one that comes twice, two that change
// places, each several times.
void spoil(std::vector<checks::happening>& history);

// As if the runner had been killed in mid-run.
void cut_short(std::vector<checks::happening>& history);

// As JSON lines.
[[nodiscard]] std::string lines_of(const std::vector<checks::happening>& history);

}  // namespace parley::reports
