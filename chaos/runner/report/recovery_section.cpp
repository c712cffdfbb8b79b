// How quickly it came back, for each kind of fault: a strip, and the figures in a table.
#include <algorithm>

#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/recovery_plot.hpp"
#include "chaos/runner/report/sections.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

bool is_measured(const recovery& of) {
  return of.recovered.count > 0;
}

log_scale shared_scale(const story& of) {
  double lowest = 1000;
  double highest = of.run.expect.recover_within_ms;
  for (const auto& each : of.recoveries) {
    if (!is_measured(each)) continue;
    lowest = std::min(lowest, each.shown_ms.front());
    highest = std::max(highest, each.recovered.max);
  }
  return {std::max(lowest, 0.1), highest};
}

void draw_key(markup& out) {
  const auto key = [&](const char* kind, const char* meaning) {
    out.open("span", {{"class", "key"}}).element("i", {{"class", kind}}, "").text(meaning).close();
  };
  out.open("figcaption");
  key("key-p50", "half were back");
  key("key-p99", "99 of 100 were back");
  key("key-max", "the longest");
  out.close();
}

void strips(markup& out, const story& of) {
  const log_scale scale = shared_scale(of);
  const double bound = of.run.expect.recover_within_ms;
  out.open("figure", {{"class", "strips"}});
  for (const auto& each : of.recoveries) {
    if (!is_measured(each)) continue;
    out.open("p", {{"class", "strip-name"}}).element("b", fault_title(each.fault)).text(" ");
    out.element("span", counted(each.recovered.count, "break")).close();
    out.raw(recovery_strip(each, scale, bound));
  }
  out.raw(recovery_axis(scale, bound));
  draw_key(out);
  out.close();
}

void figures(markup& out, const story& of) {
  out.open("table", {{"class", "data"}}).open("thead").open("tr");
  out.element("th", {{"scope", "col"}}, "Fault");
  for (const char* name : {"Breaks", "Half within", "99 of 100", "Longest", "Seated again"}) {
    out.element("th", {{"scope", "col"}, {"class", "number"}}, name);
  }
  out.close().close().open("tbody");
  for (const auto& each : of.recoveries) {
    if (!is_measured(each)) continue;
    out.open("tr").element("th", {{"scope", "row"}}, fault_title(each.fault));
    for (const auto& figure :
         {grouped(each.recovered.count), duration(each.recovered.p50), duration(each.recovered.p99),
          duration(each.recovered.max), each.back.count > 0 ? duration(each.back.p99) : "–"}) {
      out.element("td", {{"class", "number"}}, figure);
    }
    out.close();
  }
  out.close().close();
}

}  // namespace

std::string recovery_section(const story& of) {
  if (std::none_of(of.recoveries.begin(), of.recoveries.end(), is_measured)) return {};
  markup out;
  out.open("section", {{"aria-labelledby", "recovery"}});
  out.element("h2", {{"id", "recovery"}}, "How quickly it came back");
  out.element(
      "p", {{"class", "aside"}},
      "As a visitor sees it: from the break to the first message after it, on a logarithmic "
      "axis. “Seated again” is when 99 of 100 sat in their room again.");
  strips(out, of);
  figures(out, of);
  if (of.unrecovered > 0) {
    out.element("p", {{"class", "aside"}},
                "After " + counted(of.unrecovered, "more break") +
                    " there was no message any more: nothing to measure.");
  }
  out.close();
  return out.take();
}

}  // namespace parley::report
