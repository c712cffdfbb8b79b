// The verdict on a history: the checks, the experiment's own bounds, and the second checker, which
// must agree.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "chaos/checks/recovery.hpp"
#include "chaos/checks/verdict.hpp"
#include "chaos/runner/script/experiment.hpp"

namespace parley::runner {

struct judgement {
  checks::verdict verdict;
  std::optional<bool> checkers_agree;  // none: the second one could not look
};

// `checker` is the second one's program for Node.js; empty, or without Node.js: only one opinion.
// Throws io::start_error when the history cannot be read.
[[nodiscard]] judgement judge(const std::filesystem::path& history, const script::bounds& bounds,
                              const std::filesystem::path& checker);

// Pure: what the times say of the bounds; none without any bound.
[[nodiscard]] std::optional<checks::finding> find_in_time(const script::bounds& bounds,
                                                          const checks::recovery_times& times);

// Pure: makes it unknown where the second verdict (its JSON) says otherwise. False: they disagree.
[[nodiscard]] bool agree(checks::verdict& verdict, const std::string& second_verdict);

}  // namespace parley::runner
