// A verdict as text for people and as JSON for programs. Pure.
#pragma once

#include <string>
#include <string_view>

#include "chaos/checks/verdict.hpp"

namespace parley::checks {

[[nodiscard]] std::string_view to_text(outcome says);  // "held", "violated", "unknown"
[[nodiscard]] int exit_status(outcome says);           // 0, 1, 2

// Some lines, each ended by a newline: the verdict first.
[[nodiscard]] std::string tell(const verdict& said);

// One object, as docs/history.md section 3 says. The second checker prints the same.
[[nodiscard]] std::string to_json(const verdict& said);

}  // namespace parley::checks
