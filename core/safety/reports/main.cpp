// parley-reports: the operator's key, and what was reported to them (docs/safety.md).
#include <cstdio>
#include <exception>

#include "core/safety/reports/commands.hpp"

int main(int argc, char** argv) {
  constexpr int exit_refused = 2;
  try {
    return parley::safety::run_command({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "parley-reports: %s\n", error.what());
    return exit_refused;
  }
}
