// Faults over time.
#include "chaos/runner/report/fault_record.hpp"

namespace parley::report {

fault_record::kind& fault_record::of(const std::string& fault) {
  const auto [known, is_new] = by_name_.emplace(fault, kinds_.size());
  if (is_new) kinds_.push_back({fault});
  return kinds_[known->second];
}

void fault_record::take(double t, const checks::fault& what) {
  auto& same = of(what.what);
  by_number_[what.n] = {by_name_.at(what.what), same.faults.size()};
  same.faults.push_back({t, std::nullopt, what.target});
}

void fault_record::take(double t, const checks::healed& what) {
  const auto found = by_number_.find(what.n);
  if (found == by_number_.end()) return;
  kinds_[found->second.kind].faults[found->second.fault].to = t;
}

void fault_record::take(double t, const checks::struck& what) {
  of(what.fault).strikes.push_back(t);
  ++strikes_;
}

lane fault_record::lane_of(const kind& of, const slicing& slices, double end_ms) {
  lane lane{of.fault, of.faults.size() + of.strikes.size()};
  const bool one_by_one = of.faults.size() <= most_marks;
  if (!of.strikes.empty() || !one_by_one) lane.strikes.resize(slices.columns);
  for (const double at : of.strikes)
    ++lane.strikes[slices.of(at)];
  for (const auto& each : of.faults) {
    if (one_by_one) {
      lane.marks.push_back({each.from, each.to.value_or(end_ms), each.target});
    } else {
      ++lane.strikes[slices.of(each.from)];
    }
  }
  return lane;
}

std::vector<lane> fault_record::tell(const slicing& slices, double end_ms) const {
  std::vector<lane> lanes;
  for (const auto& each : kinds_) {
    if (lanes.size() == most_lanes) break;
    lanes.push_back(lane_of(each, slices, end_ms));
  }
  return lanes;
}

}  // namespace parley::report
