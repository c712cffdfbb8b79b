// From a history to its verdict and reports.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "chaos/checks/tell_verdict.hpp"
#include "chaos/runner/commands.hpp"
#include "chaos/runner/report/summary.hpp"
#include "chaos/runner/report/verdict_json.hpp"
#include "chaos/runner/report/write_reports.hpp"
#include "chaos/runner/run/judge.hpp"

namespace parley::runner {

namespace {

script::bounds bounds_of(const std::string& folder) {
  const std::string file = folder + "/holds.yaml";
  return std::filesystem::exists(file) ? script::read_bounds(file) : script::bounds{};
}

report::provenance origin_of(const std::string& folder, const std::optional<run_facts>& facts) {
  if (facts) return {facts->about, facts->command, facts->facts, {}};
  std::ostringstream text;
  text << std::ifstream(folder + "/verdict.json").rdbuf();
  return report::parse_provenance(text.str());
}

}  // namespace

int conclude(const std::string& folder, const std::string& checker, const std::string& trouble,
             const std::optional<run_facts>& facts) {
  const std::string history = folder + "/history.jsonl";
  judgement judged = judge(history, bounds_of(folder), checker);
  if (!trouble.empty()) {
    judged.verdict.reasons.insert(judged.verdict.reasons.begin(), trouble);
    if (judged.verdict.says == checks::outcome::held)
      judged.verdict.says = checks::outcome::unknown;
  }
  const int status = checks::exit_status(judged.verdict.says);
  report::provenance origin = origin_of(folder, facts);
  origin.checkers_agree = judged.checkers_agree;
  const auto story =
      report::write_reports(history, std::move(judged.verdict), std::move(origin), folder);
  if (!story) {
    std::fprintf(stderr, "parley-chaos: %s\n", story.error().c_str());
    return 2;
  }
  std::fputs(report::terminal_summary(*story, isatty(STDOUT_FILENO) == 1).c_str(), stdout);
  std::printf("%s/report.html\n", folder.c_str());
  return status;
}

}  // namespace parley::runner
