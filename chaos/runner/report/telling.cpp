// Sentences about the verdict.
#include "chaos/runner/report/telling.hpp"

#include <algorithm>

#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

// "a, b and c"
std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string tried(const story& of) {
  return counted(of.run.bots, "visitor") + " sent one another " +
         counted(of.total.sent, "message") + " in " + duration(of.total.duration_ms);
}

// What happened to them meanwhile: the strikes of the injectors, and the faults of the runner.
std::string broken(const story& of) {
  std::vector<std::string> said;
  if (of.total.struck > 0) {
    said.push_back("the injector struck " + counted(of.total.struck, "time"));
  }
  for (const auto& lane : of.time.lanes) {
    const bool by_runner = !lane.marks.empty() && lane.fault != "plan";
    if (by_runner && said.size() < 6) said.push_back(fault_told(lane.fault, lane.count));
  }
  return said.empty() ? "nothing was broken" : listed(said);
}

std::string fallen(const story& of) {
  std::vector<std::string> said;
  for (const auto& each : of.verdict.findings) {
    if (each.says != outcome::violated) continue;
    said.push_back("“" + property_title(each.property) + "” (" + grouped(each.violations) + "×)");
  }
  return listed(said);
}

}  // namespace

std::string headline(const story& of) {
  switch (of.verdict.says) {
    case outcome::held:
      return "Held.";
    case outcome::violated:
      return "Violated.";
    case outcome::unknown:
      break;
  }
  return "Could not tell.";
}

std::string lede(const story& of) {
  const std::string scene = tried(of) + ". Meanwhile " + broken(of) + ". ";
  switch (of.verdict.says) {
    case outcome::held:
      return scene + "Nothing was lost, doubled or out of order.";
    case outcome::violated:
      return scene + "What must always hold did not: " + fallen(of) + ".";
    case outcome::unknown:
      break;
  }
  return scene + "What was recorded allows no verdict.";
}

std::vector<std::string> open_questions(const story& of) {
  if (!of.verdict.reasons.empty()) return of.verdict.reasons;
  std::vector<std::string> said;
  for (const auto& each : of.verdict.findings) {
    if (each.says != outcome::unknown) continue;
    for (const auto& reason : each.reasons) {
      said.push_back(property_title(each.property) + ": " + reason);
    }
  }
  return said;
}

std::string bound_sentence(const story& of) {
  if (of.verdict.says != outcome::held || of.total.sent == 0) return {};
  return "None of " + counted(of.total.sent, "message") + " went wrong. Were more than about " +
         one_in(checks::rule_of_three(of.total.sent)) +
         " to go wrong in conditions like these, a run of this size would have shown it 95 times "
         "in 100.";
}

spread worst_recovery(const story& of) {
  spread worst;
  for (const auto& each : of.recoveries) {
    worst.count += each.recovered.count;
    worst.p50 = std::max(worst.p50, each.recovered.p50);
    worst.p99 = std::max(worst.p99, each.recovered.p99);
    worst.max = std::max(worst.max, each.recovered.max);
  }
  return worst;
}

}  // namespace parley::report
