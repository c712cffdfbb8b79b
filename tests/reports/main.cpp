// parley-report-samples DIRECTORY: reports of made-up runs (held, violated, unknown), for tests
// that look at them.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "chaos/checks/tell_verdict.hpp"
#include "chaos/runner/report/summary.hpp"
#include "chaos/runner/report/write_reports.hpp"
#include "tests/reports/sample_history.hpp"

namespace {

namespace fs = std::filesystem;
using parley::checks::happening;

const parley::report::provenance origin{
    "Everything at once: a fifth of the connections cut, a node killed, another frozen and woken. "
    "In production: a bad deployment on a bad day.",
    "parley-chaos run everything --seed 7",
    {{"version", "0.1.0"},
     {"topology", "3 chat-nodes, 2 matchmakers, 1 gateway, 1 redis-server"},
     {"driver", "local"},
     {"experiment file", "chaos/runner/experiments/everything.yaml"}},
    true};

bool make(const fs::path& directory, const std::vector<happening>& history) {
  fs::create_directories(directory);
  const fs::path path = directory / "history.jsonl";
  std::ofstream(path) << parley::reports::lines_of(history);
  std::ofstream(directory / "verdict.json") << "{}";
  const auto renewed = parley::report::renew_reports(directory);
  if (!renewed) return std::fprintf(stderr, "%s\n", renewed.error().c_str()), false;
  const auto told = parley::report::write_reports(path, renewed->verdict, origin, directory);
  if (!told) return std::fprintf(stderr, "%s\n", told.error().c_str()), false;
  std::printf("%s\n", parley::report::terminal_summary(*told, false).c_str());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fputs("usage: parley-report-samples DIRECTORY\n", stderr), 2;
  const fs::path root = argv[1];
  auto history = parley::reports::sample_history({});
  if (!make(root / "held", history)) return 1;
  auto spoiled = history;
  parley::reports::spoil(spoiled);
  if (!make(root / "violated", spoiled)) return 1;
  parley::reports::cut_short(history);
  return make(root / "unknown", history) ? 0 : 1;
}
