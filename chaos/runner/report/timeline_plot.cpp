// The timeline: the tracks over one another, the phases above, the faults' shadows behind.
#include "chaos/runner/report/timeline_plot.hpp"

#include <array>
#include <boost/json.hpp>
#include <cmath>

#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/tracks.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

// More shadows than this would be a grey wall.
constexpr std::size_t most_shadows = 40;

double draw_phases(markup& svg, const timeline& time) {
  for (const auto& each : time.phases) {
    const double from = place_of(time, each.from_ms);
    const std::string width = percent(place_of(time, each.to_ms) - from);
    // A box of its own cuts off a name that is longer than its phase.
    svg.open("svg", {{"x", percent(from)}, {"y", 0.0}, {"width", width}, {"height", 22.0}});
    svg.empty("line", {{"class", "edge"}, {"x1", 0.5}, {"x2", 0.5}, {"y1", 0.0}, {"y2", 22.0}});
    svg.element("text", {{"class", "phase"}, {"x", 7.0}, {"y", 14.0}}, spoken(each.name));
    svg.close();
  }
  return time.phases.empty() ? 0 : 34;
}

void draw_shadows(markup& svg, const timeline& time, double top, double bottom) {
  std::size_t drawn = 0;
  for (const auto& lane : time.lanes) {
    if (is_plan(lane)) continue;
    for (const auto& mark : lane.marks) {
      if (++drawn > most_shadows) return;
      const double from = place_of(time, mark.from_ms);
      svg.empty("rect", {{"class", "shadow"},
                         {"x", percent(from)},
                         {"y", top},
                         {"width", percent(place_of(time, mark.to_ms) - from)},
                         {"height", bottom - top}});
    }
  }
}

double clock_step(double whole_ms) {
  constexpr std::array steps{100.0,    200.0,    500.0,    1'000.0,  2'000.0,   5'000.0,
                             10'000.0, 15'000.0, 30'000.0, 60'000.0, 120'000.0, 300'000.0};
  for (const double step : steps) {
    if (whole_ms / step <= 10) return step;
  }
  return std::ceil(whole_ms / 3'600'000) * 600'000;
}

double draw_clock(markup& svg, const timeline& time, double top) {
  const double whole = time.column_ms * static_cast<double>(time.columns.size());
  const double step = clock_step(whole);
  const auto ticks = static_cast<int>(whole / step + 1e-9);
  for (int i = 0; i <= ticks; ++i) {
    const double at = place_of(time, i * step);
    // At the ends a label leans inwards; on a phone every other one goes.
    const char* lean = at < 0.02 ? "start" : at > 0.96 ? "end" : "middle";
    svg.element("text",
                {{"class", i % 2 == 0 ? "clock" : "clock odd"},
                 {"x", percent(at)},
                 {"y", top + 14},
                 {"text-anchor", lean}},
                clock_label(i * step));
  }
  return top + 22;
}

}  // namespace

std::string clock_label(double ms) {
  if (ms == 0) return "0";
  if (std::fmod(ms, 1000) != 0) return plain(ms / 1000) + " s";
  const auto seconds = std::llround(ms / 1000);
  if (seconds < 60) return std::to_string(seconds) + " s";
  const auto rest = seconds % 60;
  return std::to_string(seconds / 60) + (rest < 10 ? ":0" : ":") + std::to_string(rest);
}

std::string timeline_plot(const timeline& time, const std::string& description) {
  markup tracks;
  const double first = draw_phases(tracks, time);
  double top = draw_delivered(tracks, time, first);
  top = draw_delays(tracks, time, top);
  const double bottom = draw_away(tracks, time, top);
  top = bottom;
  for (const auto& lane : time.lanes)
    top = draw_lane(tracks, time, lane, top);
  const double height = draw_clock(tracks, time, top);

  markup svg;
  svg.open("svg", {{"class", "plot timeline"},
                   {"role", "img"},
                   {"aria-label", description},
                   {"width", "100%"},
                   {"height", height}});
  draw_shadows(svg, time, first, bottom);
  svg.raw(tracks.take());
  svg.empty("line", {{"class", "cursor"}, {"y1", first}, {"y2", top}});
  svg.close();
  return svg.take();
}

std::string timeline_data(const timeline& time) {
  boost::json::array columns;
  for (const auto& each : time.columns) {
    const auto rate = static_cast<double>(each.applied) * 1000 / time.column_ms;
    columns.push_back({std::round(rate), std::round(each.delay.p50 * 10) / 10,
                       std::round(each.delay.p99 * 10) / 10, std::round(each.delay.max),
                       each.away});
  }
  return boost::json::serialize(
      boost::json::object{{"column_ms", time.column_ms}, {"columns", std::move(columns)}});
}

}  // namespace parley::report
