// The run over time: the plot, and its numbers for those who do not see it.
#include <algorithm>

#include "chaos/runner/report/escape.hpp"
#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/sections.hpp"
#include "chaos/runner/report/timeline_plot.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

constexpr std::size_t most_rows = 24;

std::string description(const timeline& time) {
  double highest = 0;
  double longest = 0;
  std::uint64_t away = 0;
  for (const auto& each : time.columns) {
    highest = std::max(highest, static_cast<double>(each.applied) * 1000 / time.column_ms);
    longest = std::max(longest, each.delay.max);
    away = std::max(away, each.away);
  }
  return "The run over time. Up to " + grouped(static_cast<std::uint64_t>(highest)) +
         " messages a second were delivered; the longest delay was " + duration(longest) +
         "; at most " + counted(away, "visitor") +
         " at once had lost their connection. The numbers follow in a table.";
}

// Several columns as one; its percentiles are the highest among them, and its half the middle
// one's.
column together(const timeline& time, std::size_t from, std::size_t to) {
  column sum;
  for (std::size_t i = from; i < to; ++i) {
    const column& each = time.columns[i];
    sum.applied += each.applied;
    sum.away = std::max(sum.away, each.away);
    sum.delay.count += each.delay.count;
    sum.delay.p99 = std::max(sum.delay.p99, each.delay.p99);
    sum.delay.max = std::max(sum.delay.max, each.delay.max);
  }
  return sum;
}

std::string fault_names(const timeline& time, double from_ms, double to_ms) {
  std::string names;
  const auto add = [&](const std::string& name) {
    names += (names.empty() ? "" : ", ") + spoken(name);
  };
  for (const auto& lane : time.lanes) {
    bool hit = false;
    for (const auto& mark : lane.marks)
      hit = hit || (mark.from_ms < to_ms && mark.to_ms >= from_ms);
    for (std::size_t i = 0; i < lane.strikes.size(); ++i) {
      const double at = static_cast<double>(i) * time.column_ms;
      hit = hit || (lane.strikes[i] > 0 && at >= from_ms && at < to_ms);
    }
    if (hit) add(lane.fault);
  }
  return names.empty() ? "–" : names;
}

void numbers(markup& out, const timeline& time) {
  const std::size_t per_row = (time.columns.size() + most_rows - 1) / most_rows;
  out.open("details").element("summary", "The numbers of this plot");
  out.open("div", {{"class", "scroll"},
                   {"tabindex", "0"},
                   {"role", "region"},
                   {"aria-label", "The numbers of the plot"}});
  out.open("table", {{"class", "data"}}).open("thead").open("tr");
  out.element("th", {{"scope", "col"}}, "From");
  for (const char* name : {"Delivered", "Longest delay", "Without connection"}) {
    out.element("th", {{"scope", "col"}, {"class", "number"}}, name);
  }
  out.element("th", {{"scope", "col"}}, "Faults").close().close().open("tbody");
  for (std::size_t from = 0; from < time.columns.size(); from += per_row) {
    const std::size_t to = std::min(from + per_row, time.columns.size());
    const column sum = together(time, from, to);
    const double at = static_cast<double>(from) * time.column_ms;
    out.open("tr").element("th", {{"scope", "row"}}, clock_label(at));
    out.element("td", {{"class", "number"}}, grouped(sum.applied));
    out.element("td", {{"class", "number"}}, sum.delay.count == 0 ? "–" : duration(sum.delay.max));
    out.element("td", {{"class", "number"}}, grouped(sum.away));
    out.element("td", fault_names(time, at, static_cast<double>(to) * time.column_ms));
    out.close();
  }
  out.close().close().close().close();
}

}  // namespace

std::string timeline_section(const story& of) {
  if (of.time.columns.empty()) return {};
  markup out;
  out.open("section", {{"aria-labelledby", "timeline"}});
  out.element("h2", {{"id", "timeline"}}, "What happened");
  out.open("figure", {{"class", "wide-figure"}, {"id", "run"}});
  out.element("p", {{"class", "readout"}, {"hidden", "hidden"}}, "");
  out.raw(timeline_plot(of.time, description(of.time)));
  out.close();
  numbers(out, of.time);
  out.open("script", {{"type", "application/json"}, {"id", "run-data"}});
  out.raw(script_safe(timeline_data(of.time))).close();
  out.close();
  return out.take();
}

}  // namespace parley::report
