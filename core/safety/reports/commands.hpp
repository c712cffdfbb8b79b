// What the operator asks of parley-reports.
#pragma once

#include <string>
#include <vector>

namespace parley::safety {

// The words after the program's name. The exit status; throws start_error with a line for the
// operator.
[[nodiscard]] int run_command(const std::vector<std::string>& words);

}  // namespace parley::safety
