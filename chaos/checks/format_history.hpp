// A history's events as JSON lines (docs/history.md), made for millions of them. Pure: who writes
// them to a file is the runner.
#pragma once

#include <string>

#include "chaos/checks/history.hpp"

namespace parley::checks {

// Appends one line, its newline included. Texts must be UTF-8. The same `out` again and again costs
// no memory.
void append_line(std::string& out, double t, const event& what);

}  // namespace parley::checks
