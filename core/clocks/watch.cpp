// One source at a time, then all of them.
#include "core/clocks/watch.hpp"

#include <algorithm>

namespace parley::clocks {
namespace {

constexpr std::size_t kept_readings = 8;    // RFC 5905's clock filter
constexpr std::int64_t longest_polls = 16;  // between two questions, and the life of a reading

}  // namespace

std::vector<std::size_t> watch::take_due(steady_time now) {
  std::vector<std::size_t> due;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    auto& each = sources_[i];
    if (each.is_asked || each.is_denied || now < each.next) continue;
    each.is_asked = true;
    each.next = now + pause(each);
    due.push_back(i);
  }
  return due;
}

void watch::on_reading(std::size_t from, const reading& taken) {
  auto& its = sources_.at(from);
  its.is_asked = false;
  its.failures = 0;
  its.readings.push_back(taken);
  if (its.readings.size() > kept_readings) its.readings.pop_front();
}

void watch::on_trouble(std::size_t from, trouble what, steady_time now) {
  auto& its = sources_.at(from);
  its.is_asked = false;
  ++its.failures;
  if (what == trouble::denied) its.is_denied = true;
  if (what == trouble::asked_too_often) ++its.slower;
  its.next = now + pause(its);
}

// The first failure costs nothing; who stays away is asked more and more seldom.
milliseconds watch::pause(const source& of) const {
  const auto doublings = std::min(of.slower + (of.failures > 1 ? of.failures - 1 : 0), 4U);
  return settings_.poll * std::min(std::int64_t{1} << doublings, longest_polls);
}

// The surest: the one of the shortest way, unless it is old.
std::optional<reading> watch::best_of(const source& of, instant now) const {
  std::optional<reading> best;
  for (const auto& each : of.readings) {
    if (now.steady - each.at.steady > settings_.poll * longest_polls) continue;
    const auto carried = carry(each, now);
    if (!best || carried.error <= best->error) best = carried;
  }
  return best;
}

std::optional<reading> watch::reference(instant now) const {
  std::vector<reading> told;
  for (const auto& each : sources_)
    if (const auto best = best_of(each, now)) told.push_back(*best);
  std::optional<reading> surest;
  for (const auto& each : told) {
    const auto friends =
        std::ranges::count_if(told, [&each](const reading& other) { return agree(each, other); });
    const bool is_majority = 2 * static_cast<std::size_t>(friends) > told.size();
    if (is_majority && (!surest || each.error < surest->error)) surest = each;
  }
  return surest;
}

}  // namespace parley::clocks
