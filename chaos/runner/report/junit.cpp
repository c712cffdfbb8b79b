// The verdict as JUnit XML: suite, cases, failures.
#include "chaos/runner/report/junit.hpp"

#include <algorithm>

#include "chaos/runner/report/escape.hpp"
#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

constexpr std::size_t told_violations = 5;
constexpr std::size_t told_bytes = 20'000;  // of a failure

std::string seconds(double ms) {
  return plain(ms / 1000);
}

std::string told(const story& of, const checks::finding& finding) {
  std::string text;
  for (const auto& each : finding.first) {
    if (&each - finding.first.data() == told_violations) break;
    text += each.what + "\n";
    for (const auto number : each.lines) {
      const auto line = of.quoted.find(number);
      if (line == of.quoted.end()) continue;
      text += "  line " + std::to_string(number) + ": " + line->second + "\n";
    }
  }
  return shortened(text, told_bytes);
}

std::string reasons(const story& of, const checks::finding& finding) {
  std::string text;
  for (const auto& each : finding.reasons)
    text += each + "\n";
  if (!text.empty()) return text;
  for (const auto& each : of.verdict.reasons)
    text += each + "\n";
  return text;
}

void test_case(markup& out, const story& of, const checks::finding& finding) {
  out.open("testcase", {{"classname", "parley." + of.run.experiment},
                        {"name", finding.property},
                        {"time", seconds(0)}});
  if (finding.says == outcome::violated) {
    const std::string message = property_title(finding.property) + ": violated " +
                                counted(finding.violations, "time") + " among " +
                                counted(finding.checked, finding.unit);
    out.element("failure", {{"type", "violated"}, {"message", message}}, told(of, finding));
  } else if (finding.says == outcome::unknown) {
    out.element("error", {{"type", "unknown"}, {"message", "could not tell"}},
                reasons(of, finding));
  } else {
    out.element("system-out", counted(finding.checked, finding.unit));
  }
  out.close();
}

}  // namespace

std::string junit_xml(const story& of) {
  const auto& findings = of.verdict.findings;
  const auto count = [&](outcome says) {
    const auto number = std::count_if(findings.begin(), findings.end(),
                                      [&](const auto& each) { return each.says == says; });
    return std::to_string(number);
  };
  markup out;
  out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  out.open("testsuites")
      .open("testsuite", {{"name", "parley." + of.run.experiment},
                          {"tests", std::to_string(findings.size())},
                          {"failures", count(outcome::violated)},
                          {"errors", count(outcome::unknown)},
                          {"skipped", "0"},
                          {"time", seconds(of.total.duration_ms)}});
  out.open("properties");
  out.empty("property", {{"name", "seed"}, {"value", std::to_string(of.run.seed)}});
  out.empty("property", {{"name", "messages"}, {"value", std::to_string(of.total.sent)}});
  out.empty("property", {{"name", "struck"}, {"value", std::to_string(of.total.struck)}});
  out.close();
  for (const auto& each : findings)
    test_case(out, of, each);
  out.close().close().raw("\n");
  return out.take();
}

}  // namespace parley::report
