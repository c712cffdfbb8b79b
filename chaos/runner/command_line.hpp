// The command line of parley-chaos.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chaos/runner/script/experiment.hpp"

namespace parley::runner {

enum class command { run, list, validate, check, report, help };
enum class driver_kind { local, kubectl, found };

struct command_line {
  runner::command command = runner::command::help;
  std::vector<std::string> operands;  // files, folders, names of experiments
  driver_kind driver = driver_kind::local;
  std::optional<std::uint64_t> seed;  // none: from the clock
  std::string out;                    // empty: run/chaos/NAME-SEED
  script::scale scale = script::scale::full;
  std::optional<std::size_t> bots;
  std::optional<std::size_t> messages;
  std::optional<double> rate;
  bool is_dry_run = false;
  std::string experiments = "chaos/runner/experiments";  // where names are looked up
  std::string checker = "chaos/checker/check.mjs";       // the second one, for Node.js
  std::string programs;  // of the services; empty: beside this program
  std::string name_space = "parley";
  std::string gateway;              // HOST:PORT; for kubectl and found
  std::string redis;                // HOST:PORT; likewise; empty: the logs are not read
  std::vector<std::string> admins;  // HOST:PORT; for found: of every service
};

// Throws io::start_error with one line about what is wrong.
[[nodiscard]] command_line parse_command_line(const std::vector<std::string>& words);

extern const char* const usage;

}  // namespace parley::runner
