// What was asked of the injectors, and what came of it.
#include <algorithm>

#include "chaos/runner/report/intervals.hpp"
#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/sections.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

double asked_share(const checks::plan& of) {
  return of.asked_percent / 100;
}

double achieved_share(const checks::plan& of) {
  return static_cast<double>(of.strikes) / static_cast<double>(of.chances);
}

// The end of the bar: rare faults and frequent ones each have a scale that shows them.
double highest_share(const checks::plan& of) {
  const double highest = std::max(asked_share(of), wilson(of.strikes, of.chances).high);
  return std::min(1.0, highest * 1.3);
}

// The interval of the share that was achieved as a bar, the share that was asked as a line.
void gauge(markup& out, const checks::plan& of) {
  const double top = highest_share(of);
  const interval achieved = wilson(of.strikes, of.chances);
  const auto at = [&](double share) { return percent(std::min(share / top, 1.0)); };
  const std::string asked = at(asked_share(of));
  out.open("svg",
           {{"class", "plot gauge"}, {"aria-hidden", "true"}, {"width", "100%"}, {"height", 16.0}});
  out.empty("rect", {{"class", "lane"}, {"y", 6.0}, {"width", "100%"}, {"height", 4.0}});
  out.empty("line", {{"class", "reached"},
                     {"x1", at(achieved.low)},
                     {"x2", at(achieved.high)},
                     {"y1", 8.0},
                     {"y2", 8.0}});
  out.empty("line", {{"class", "wanted"}, {"x1", asked}, {"x2", asked}, {"y1", 0.0}, {"y2", 16.0}});
  out.close();
}

void row(markup& out, const checks::plan& of) {
  out.open("tr").open("th", {{"scope", "row"}}).text(fault_title(of.fault));
  out.element("small", "at phase “" + spoken(of.phase) + "”").close();
  out.element("td", {{"class", "number"}}, share(asked_share(of)));
  out.open("td", {{"class", "number"}}).text(grouped(of.strikes));
  out.element("small", "of " + grouped(of.chances)).close();
  out.open("td", {{"class", "number"}});
  if (of.chances > 0) {
    const interval achieved = wilson(of.strikes, of.chances);
    out.element("b", share(achieved_share(of)));
    out.element("small", share(achieved.low) + " – " + share(achieved.high)).close();
    out.open("td", {{"class", "wide"}});
    gauge(out, of);
    out.close();
  } else {
    out.text("no chance").close();
    out.element("td", {{"class", "wide"}}, "");
  }
  out.close();
}

}  // namespace

std::string faults_section(const story& of) {
  if (of.plans.empty()) return {};
  markup out;
  out.open("section", {{"aria-labelledby", "faults"}});
  out.element("h2", {{"id", "faults"}}, "Asked and achieved");
  out.element("p", {{"class", "aside"}},
              "The share of its chances at which the injector was asked to strike, and at which it "
              "did, with the 95 % interval (Wilson). The upright line is what was asked.");
  out.open("table", {{"class", "data"}}).open("thead").open("tr");
  out.element("th", {{"scope", "col"}}, "Fault");
  for (const char* name : {"Asked", "Struck", "Achieved"}) {
    out.element("th", {{"scope", "col"}, {"class", "number"}}, name);
  }
  out.element("td", {{"class", "wide"}}, "").close().close().open("tbody");
  for (const auto& each : of.plans)
    row(out, each);
  out.close().close().close();
  return out.take();
}

}  // namespace parley::report
