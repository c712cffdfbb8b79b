// One pass over the history, and one of another program's.
#include "chaos/runner/run/judge.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

#include "chaos/checks/check_history.hpp"
#include "chaos/checks/parse_history.hpp"
#include "chaos/checks/tell_verdict.hpp"
#include "core/io/start_error.hpp"

namespace parley::runner {

namespace {

using checks::outcome;

outcome worse(outcome a, outcome b) {
  if (a == outcome::violated || b == outcome::violated) return outcome::violated;
  return a == outcome::unknown || b == outcome::unknown ? outcome::unknown : outcome::held;
}

std::string quoted(const std::string& text) {
  std::string made;
  for (const char c : text) {
    if (c == '\'')
      made.append("'\\''");
    else
      made.push_back(c);
  }
  made.insert(made.begin(), '\'');
  made.push_back('\'');
  return made;
}

// What a shell command prints; nothing when it does not exist.
std::optional<std::string> output_of(const std::string& command) {
  struct closes {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<std::FILE, closes> pipe(popen(command.c_str(), "re"));
  if (!pipe) return std::nullopt;
  std::string text;
  char buffer[4096];
  for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe.get())) > 0;)
    text.append(buffer, size);
  if (text.empty()) return std::nullopt;
  return text;
}

void check_bound(checks::finding& finding, const char* what, std::optional<milliseconds> bound,
                 double measured) {
  if (!bound) return;
  const auto allowed = static_cast<double>(bound->count());
  if (measured <= allowed) return;
  ++finding.violations;
  finding.says = outcome::violated;
  finding.first.push_back({std::string(what) + " took " + std::to_string(std::lround(measured)) +
                               " ms, and " + std::to_string(bound->count()) + " ms are allowed",
                           {}});
}

}  // namespace

std::optional<checks::finding> find_in_time(const script::bounds& bounds,
                                            const checks::recovery_times& times) {
  if (!bounds.recovery_p99 && !bounds.recovery_max && !bounds.delay_max) return std::nullopt;
  std::vector<float> recovered;
  for (const auto& fault : times.faults)
    recovered.insert(recovered.end(), fault.recovered_ms.begin(), fault.recovered_ms.end());
  const bool needs_breaks = bounds.recovery_p99 || bounds.recovery_max;
  checks::finding finding;
  finding.property = "in_time";
  finding.unit = needs_breaks ? "break" : "message";
  finding.checked = needs_breaks ? recovered.size() : times.delay_ms.size();
  if (finding.checked == 0) {
    finding.reasons.emplace_back(needs_breaks ? "no connection broke" : "no message arrived");
    return finding;
  }
  finding.says = outcome::held;
  const checks::spread breaks = checks::spread_of(std::move(recovered));
  check_bound(finding, "in a hundred recoveries the slowest", bounds.recovery_p99, breaks.p99);
  check_bound(finding, "the slowest recovery", bounds.recovery_max, breaks.max);
  check_bound(finding, "the slowest message", bounds.delay_max,
              checks::spread_of(times.delay_ms).max);
  return finding;
}

bool agree(checks::verdict& verdict, const std::string& second_verdict) {
  namespace json = boost::json;
  std::vector<std::string> differences;
  try {
    const json::value second = json::parse(second_verdict);
    const auto compare = [&](const std::string& what, outcome first, const json::value& other) {
      if (checks::to_text(first) != std::string_view(other.at("verdict").as_string()))
        differences.push_back("the second checker says otherwise of " + what);
    };
    compare("the whole", verdict.says, second);
    for (const auto& finding : verdict.findings)
      compare(finding.property, finding.says, second.at("properties").at(finding.property));
  } catch (const std::exception&) {
    differences.emplace_back("the second checker could not be understood");
  }
  if (differences.empty()) return true;
  verdict.says = worse(verdict.says, outcome::unknown);
  verdict.reasons.insert(verdict.reasons.end(), differences.begin(), differences.end());
  return false;
}

judgement judge(const std::filesystem::path& history, const script::bounds& bounds,
                const std::filesystem::path& checker) {
  std::ifstream stream(history);
  if (!stream) throw io::start_error(history.string() + ": cannot be read");
  checks::history_check check;
  checks::recovery_watch recoveries;
  std::string line;
  for (checks::line_number number = 1; std::getline(stream, line); ++number) {
    const auto read = checks::parse_line(line);
    if (!read) {
      check.take_unreadable(number, read.error().what);
      continue;
    }
    check.take(number, *read);
    recoveries.take(*read);
  }
  if (stream.bad()) throw io::start_error(history.string() + ": cannot be read to its end");

  judgement made{check.finish(), std::nullopt};
  if (!checker.empty() && std::filesystem::exists(checker)) {
    const auto second = output_of("node " + quoted(checker.string()) + " " +
                                  quoted(history.string()) + " 2>/dev/null");
    if (second) made.checkers_agree = agree(made.verdict, *second);
  }
  if (auto in_time = find_in_time(bounds, recoveries.finish())) {
    // Of a history that says nothing, its times say nothing either.
    if (!made.verdict.reasons.empty()) in_time->says = outcome::unknown;
    made.verdict.says = worse(made.verdict.says, in_time->says);
    made.verdict.findings.push_back(std::move(*in_time));
  }
  return made;
}

}  // namespace parley::runner
