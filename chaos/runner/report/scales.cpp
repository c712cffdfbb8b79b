// Linear and logarithmic axes.
#include "chaos/runner/report/scales.hpp"

#include <algorithm>
#include <cmath>

namespace parley::report {
namespace {

// Divisions of powers of ten are inexact: 0.3 must not become 0.5 for the last bit's sake.
constexpr double slack = 1e-9;

}  // namespace

double round_up(double value) {
  const double decade = std::pow(10, std::floor(std::log10(value) + slack));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (decade * factor >= value * (1 - slack)) return decade * factor;
  }
  return decade * 10;
}

linear_scale::linear_scale(double highest, int most) {
  const double shown = highest > 0 ? highest : 1;
  step_ = round_up(shown / most);
  top_ = step_ * std::ceil(shown / step_ - slack);
}

double linear_scale::at(double value) const {
  return std::clamp(value / top_, 0.0, 1.0);
}

std::vector<tick> linear_scale::ticks() const {
  std::vector<tick> ticks;
  const auto count = static_cast<int>(std::lround(top_ / step_));
  for (int i = 0; i <= count; ++i) {
    ticks.push_back({i * step_, static_cast<double>(i) / count});
  }
  return ticks;
}

log_scale::log_scale(double lowest, double highest) {
  const double low = lowest > 0 ? lowest : 1;
  const double high = std::max(highest, low);
  first_ = static_cast<int>(std::floor(std::log10(low) + slack));
  last_ = std::max(static_cast<int>(std::ceil(std::log10(high) - slack)), first_ + 1);
}

double log_scale::bottom() const {
  return std::pow(10, first_);
}
double log_scale::top() const {
  return std::pow(10, last_);
}

double log_scale::at(double value) const {
  if (value <= bottom()) return 0;
  return std::min((std::log10(value) - first_) / (last_ - first_), 1.0);
}

std::vector<tick> log_scale::ticks() const {
  std::vector<tick> ticks;
  for (int decade = first_; decade <= last_; ++decade) {
    ticks.push_back(
        {std::pow(10, decade), static_cast<double>(decade - first_) / (last_ - first_)});
  }
  return ticks;
}

}  // namespace parley::report
