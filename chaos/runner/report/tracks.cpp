// The tracks of the timeline: a title, an axis with its numbers inside, a shape.
#include "chaos/runner/report/tracks.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "chaos/runner/report/scales.hpp"
#include "chaos/runner/report/shapes.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

constexpr double title_height = 26;
constexpr double gap = 22;

void draw_title(markup& svg, double top, const std::string& title, const std::string& unit) {
  svg.open("text", {{"class", "track"}, {"x", 0.0}, {"y", top + 14}}).text(title);
  if (!unit.empty()) svg.element("tspan", {{"class", "unit"}, {"dx", 7.0}}, unit);
  svg.close();
}

void draw_lines(markup& svg, const std::vector<tick>& ticks, double top, double height) {
  for (const auto& each : ticks) {
    const double y = top + (1 - each.at) * height;
    const char* kind = each.at == 0 ? "ground" : "grid";
    svg.empty("line", {{"class", kind}, {"x1", 0.0}, {"x2", "100%"}, {"y1", y}, {"y2", y}});
  }
}

// Numbers stand on their lines, inside the plot: a phone has no room for a margin.
void draw_numbers(markup& svg, const std::vector<tick>& ticks, double top, double height,
                  const std::function<std::string(double)>& label) {
  for (const auto& each : ticks) {
    if (each.at == 0) continue;
    const double y = top + (1 - each.at) * height - 4;
    svg.element("text", {{"class", "tick"}, {"x", "100%"}, {"y", y}, {"text-anchor", "end"}},
                label(each.value));
  }
}

void open_box(markup& svg, double top, double height) {
  svg.open("svg", {{"x", 0.0},
                   {"y", top},
                   {"width", "100%"},
                   {"height", height},
                   {"viewBox", "0 0 " + plain(box_width) + " " + plain(height)},
                   {"preserveAspectRatio", "none"}});
}

void draw_path(markup& svg, const char* kind, const std::string& path) {
  svg.empty("path", {{"class", kind}, {"d", path}, {"vector-effect", "non-scaling-stroke"}});
}

std::string count_label(double value) {
  return value < 1000 ? plain(value) : grouped(static_cast<std::uint64_t>(value));
}

double draw_area(markup& svg, double top, double height, const std::vector<double>& values,
                 const char* kind) {
  const double highest = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  const linear_scale scale(highest, height > 80 ? 3 : 2);
  heights shape;
  for (const double each : values)
    shape.emplace_back(scale.at(each));
  draw_lines(svg, scale.ticks(), top, height);
  open_box(svg, top, height);
  draw_path(svg, kind, step_area(shape, height));
  svg.close();
  draw_numbers(svg, scale.ticks(), top, height, count_label);
  return top + height;
}

// How strongly a cell is coloured, 1 to 5; a single strike among thousands is seen too.
int strength(std::uint64_t strikes, std::uint64_t most) {
  return std::clamp(static_cast<int>((strikes * 5 + most - 1) / most), 1, 5);
}

void draw_strikes(markup& svg, const lane& lane, double top, double height) {
  if (lane.strikes.empty()) return;
  const auto most = *std::max_element(lane.strikes.begin(), lane.strikes.end());
  const auto at = [&](std::size_t column) {
    return static_cast<double>(column) / static_cast<double>(lane.strikes.size());
  };
  for (std::size_t from = 0; from < lane.strikes.size();) {
    std::size_t to = from + 1;
    const auto level = [&](std::size_t i) {
      return lane.strikes[i] == 0 ? 0 : strength(lane.strikes[i], most);
    };
    while (to < lane.strikes.size() && level(to) == level(from))
      ++to;
    if (level(from) > 0) {
      svg.empty("rect", {{"class", "strike s" + std::to_string(level(from))},
                         {"x", percent(at(from))},
                         {"y", top},
                         {"width", percent(at(to) - at(from))},
                         {"height", height}});
    }
    from = to;
  }
}

std::string told(const mark& mark) {
  std::string text = mark.target.empty() ? "" : mark.target + ", ";
  text += duration(mark.from_ms);
  if (mark.to_ms > mark.from_ms) text += " to " + duration(mark.to_ms);
  return text;
}

}  // namespace

double place_of(const timeline& time, double ms) {
  const double whole = time.column_ms * static_cast<double>(time.columns.size());
  return whole <= 0 ? 0 : std::clamp(ms / whole, 0.0, 1.0);
}

bool is_plan(const lane& lane) {
  return lane.fault == "plan";
}

double draw_delivered(markup& svg, const timeline& time, double top) {
  draw_title(svg, top, "Delivered", "messages a second");
  std::vector<double> rates;
  for (const auto& each : time.columns) {
    rates.push_back(static_cast<double>(each.applied) * 1000 / time.column_ms);
  }
  return draw_area(svg, top + title_height, 130, rates, "delivered") + gap;
}

double draw_delays(markup& svg, const timeline& time, double top) {
  draw_title(svg, top, "Delay", "from send to shown: half, 99 of 100, the longest");
  double lowest = 0;
  double highest = 0;
  for (const auto& [applied, away, delay] : time.columns) {
    if (delay.count == 0) continue;
    lowest = lowest == 0 ? delay.p50 : std::min(lowest, delay.p50);
    highest = std::max(highest, delay.max);
  }
  const log_scale scale(std::max(lowest, 0.1), highest);
  heights half;
  heights most;
  heights longest;
  for (const auto& [applied, away, delay] : time.columns) {
    const bool none = delay.count == 0;
    const auto place = [&](double ms) { return none ? heights::value_type{} : scale.at(ms); };
    half.push_back(place(delay.p50));
    most.push_back(place(delay.p99));
    longest.push_back(place(delay.max));
  }
  constexpr double height = 120;
  top += title_height;
  draw_lines(svg, scale.ticks(), top, height);
  open_box(svg, top, height);
  draw_path(svg, "spread", band(half, most, height));
  draw_path(svg, "longest", line(longest, height));
  draw_path(svg, "half", line(half, height));
  svg.close();
  draw_numbers(svg, scale.ticks(), top, height, duration);
  return top + height + gap;
}

double draw_away(markup& svg, const timeline& time, double top) {
  draw_title(svg, top, "Without a connection", "visitors who had one before");
  std::vector<double> counts;
  for (const auto& each : time.columns)
    counts.push_back(static_cast<double>(each.away));
  return draw_area(svg, top + title_height, 70, counts, "away") + gap;
}

double draw_lane(markup& svg, const timeline& time, const lane& lane, double top) {
  constexpr double height = 12;
  draw_title(svg, top, fault_title(lane.fault), grouped(lane.count) + "×");
  const double y = top + 22;
  svg.empty("rect",
            {{"class", "lane"}, {"x", 0.0}, {"y", y}, {"width", "100%"}, {"height", height}});
  draw_strikes(svg, lane, y, height);
  for (const auto& mark : lane.marks) {
    const double from = place_of(time, mark.from_ms);
    svg.open("rect", {{"class", is_plan(lane) ? "standing" : "mark"},
                      {"x", percent(from)},
                      {"y", y},
                      {"width", percent(place_of(time, mark.to_ms) - from)},
                      {"height", height}});
    svg.element("title", told(mark)).close();
  }
  return y + height + 12;
}

}  // namespace parley::report
