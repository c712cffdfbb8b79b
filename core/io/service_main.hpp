// What the mains of both services share: flags, --help and the like, and the one place where a
// failure to start becomes one line and exit code 2.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/io/log.hpp"
#include "core/io/options.hpp"

namespace parley::io {

[[nodiscard]] std::string_view version();  // "0.1.0"

struct program {
  std::string_view name;     // "parley-chat-node"
  std::string_view summary;  // one line for --help
  // Flags that take a file as their next word, "--faults", each for an option, "faults.plan".
  std::vector<std::pair<std::string, std::string>> files{};
};

// Reads the command line, loads the options and calls `serve`, whose result is the exit code.
// --help, --version, --print-config and --check-config answer on stdout without serving. A
// start_error (or any other exception) on the way is one line on stderr and exit code 2.
[[nodiscard]] int service_main(int argc, char** argv, const program& program,
                               const option_table& options, const std::function<int()>& serve);

// "NAME=value" each, for load_options.
[[nodiscard]] std::vector<std::string> environment_of_process();

// The line that says: serving. Tests and ./dev wait for it.
void log_ready(logger& log, std::string_view id, std::uint16_t port, std::uint16_t admin_port);

}  // namespace parley::io
