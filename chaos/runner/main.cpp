// parley-chaos: see README.md.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "chaos/runner/command_line.hpp"
#include "chaos/runner/commands.hpp"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return parley::runner::perform(parley::runner::parse_command_line({argv + 1, argv + argc}));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "parley-chaos: %s\n", error.what());
    return 2;
  }
}
