// What each command of parley-chaos does.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chaos/runner/command_line.hpp"

namespace parley::runner {

// The exit status: 0 held (or done), 1 violated, 2 could not tell. Throws what keeps it from
// beginning.
[[nodiscard]] int perform(const command_line& line);

// run_command.cpp
[[nodiscard]] int run_experiment(const command_line& line);

// conclude.cpp: the verdict on the history in `folder`, told and written there as reports.
// `trouble` is why the run itself could not be done; empty: it was. The origin is read from an
// earlier report where it is not given.
struct run_facts {
  std::string about;
  std::string command;
  std::vector<std::pair<std::string, std::string>> facts;
};
[[nodiscard]] int conclude(const std::string& folder, const std::string& checker,
                           const std::string& trouble, const std::optional<run_facts>& facts);

// The experiment's file: a file, or a name.
[[nodiscard]] std::string experiment_file(const command_line& line, const std::string& operand);

}  // namespace parley::runner
