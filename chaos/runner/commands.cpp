// The short commands; the long one is run_command.cpp.
#include "chaos/runner/commands.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "chaos/checks/tell_verdict.hpp"
#include "chaos/runner/run/judge.hpp"
#include "core/io/start_error.hpp"

namespace parley::runner {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> all_files(const command_line& line) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& each : fs::directory_iterator(line.experiments, error))
    if (each.path().extension() == ".yaml") files.push_back(each.path().string());
  if (error) throw io::start_error(line.experiments + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

int list(const command_line& line) {
  for (const std::string& file : all_files(line)) {
    const auto experiment = script::read_experiment(file, script::scale::full);
    std::printf("%s\n  %s\n  In production: %s\n", experiment.name.c_str(),
                experiment.shows.c_str(), experiment.happens.c_str());
  }
  return 0;
}

int validate(const command_line& line) {
  const auto files = line.operands.empty() ? all_files(line) : line.operands;
  for (const std::string& file : files)
    (void)script::read_experiment(experiment_file(line, file), script::scale::full);
  std::printf("%zu of %zu experiments are valid\n", files.size(), files.size());
  return 0;
}

int check(const command_line& line) {
  const judgement judged = judge(line.operands.front(), {}, line.checker);
  std::fputs(checks::tell(judged.verdict).c_str(), stdout);
  return checks::exit_status(judged.verdict.says);
}

}  // namespace

std::string experiment_file(const command_line& line, const std::string& operand) {
  return operand.ends_with(".yaml") ? operand : line.experiments + "/" + operand + ".yaml";
}

int perform(const command_line& line) {
  switch (line.command) {
    case command::run:
      return run_experiment(line);
    case command::list:
      return list(line);
    case command::validate:
      return validate(line);
    case command::check:
      return check(line);
    case command::report:
      return conclude(line.operands.front(), line.checker, "", std::nullopt);
    case command::help:
      std::fputs(usage, stdout);
      return 0;
  }
  return 2;
}

}  // namespace parley::runner
