// Strips of recovery times.
#include "chaos/runner/report/recovery_plot.hpp"

#include <algorithm>
#include <cmath>

#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

constexpr double height = 56;
constexpr double middle = height / 2;
constexpr std::size_t few = 60;  // times that are shown one by one
constexpr int slices = 96;       // of the axis, for the density of many

void upright(markup& svg, const char* kind, double at, double reach) {
  svg.empty("line", {{"class", kind},
                     {"x1", percent(at)},
                     {"x2", percent(at)},
                     {"y1", middle - reach},
                     {"y2", middle + reach}});
}

// Equal times must not hide one another: each dot takes the next of a few heights.
void draw_dots(markup& svg, const std::vector<double>& times, const log_scale& scale) {
  constexpr int rows = 5;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double row = static_cast<double>(i * 2 % rows) - (rows - 1) / 2.0;
    svg.empty("circle", {{"class", "dot"},
                         {"cx", percent(scale.at(times[i]))},
                         {"cy", middle + row * 6},
                         {"r", 3.0}});
  }
}

void draw_density(markup& svg, const std::vector<double>& times, const log_scale& scale) {
  std::vector<double> counts(slices);
  for (const double each : times) {
    const auto slice = static_cast<int>(scale.at(each) * slices);
    ++counts[static_cast<std::size_t>(std::min(slice, slices - 1))];
  }
  const double most = *std::max_element(counts.begin(), counts.end());
  for (int i = 0; i < slices; ++i) {
    const double count = counts[static_cast<std::size_t>(i)];
    if (count == 0) continue;
    // The root, so that the thin tail that matters most can be seen.
    const double reach = std::max(1.0, std::sqrt(count / most) * (middle - 5));
    svg.empty("rect", {{"class", "density"},
                       {"x", percent(static_cast<double>(i) / slices)},
                       {"y", middle - reach},
                       {"width", percent(1.0 / slices)},
                       {"height", 2 * reach}});
  }
}

}  // namespace

std::string recovery_strip(const recovery& of, const log_scale& scale, double bound_ms) {
  markup svg;
  const std::string said = fault_title(of.fault) + ": half of the visitors were back within " +
                           duration(of.recovered.p50) + ", 99 of 100 within " +
                           duration(of.recovered.p99) + ", the longest " +
                           duration(of.recovered.max);
  svg.open("svg", {{"class", "plot strip"},
                   {"role", "img"},
                   {"aria-label", said},
                   {"width", "100%"},
                   {"height", height}});
  for (const auto& tick : scale.ticks())
    upright(svg, "grid", tick.at, middle);
  svg.empty("line", {{"class", "ground"}, {"x2", "100%"}, {"y1", middle}, {"y2", middle}});
  if (bound_ms > 0) upright(svg, "bound", scale.at(bound_ms), middle);
  if (of.shown_ms.size() <= few) {
    draw_dots(svg, of.shown_ms, scale);
  } else {
    draw_density(svg, of.shown_ms, scale);
  }
  upright(svg, "p50", scale.at(of.recovered.p50), middle - 3);
  upright(svg, "p99", scale.at(of.recovered.p99), middle - 3);
  svg.empty(
      "circle",
      {{"class", "ring"}, {"cx", percent(scale.at(of.recovered.max))}, {"cy", middle}, {"r", 5.0}});
  svg.close();
  return svg.take();
}

std::string recovery_axis(const log_scale& scale, double bound_ms) {
  markup svg;
  svg.open("svg",
           {{"class", "plot axis"}, {"aria-hidden", "true"}, {"width", "100%"}, {"height", 36.0}});
  for (const auto& tick : scale.ticks()) {
    const char* lean = tick.at == 0 ? "start" : tick.at == 1 ? "end" : "middle";
    svg.element("text",
                {{"class", "clock"}, {"x", percent(tick.at)}, {"y", 13.0}, {"text-anchor", lean}},
                duration(tick.value));
  }
  if (bound_ms > 0) {
    const double at = scale.at(bound_ms);
    svg.element("text",
                {{"class", "bound-name"},
                 {"x", percent(at)},
                 {"y", 31.0},
                 {"text-anchor", at > 0.8 ? "end" : "middle"}},
                "asked: within " + duration(bound_ms));
  }
  svg.close();
  return svg.take();
}

}  // namespace parley::report
