// What was broken when: the runner's faults from beginning to healing, the injectors' strikes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chaos/checks/history.hpp"
#include "chaos/runner/report/columns.hpp"
#include "chaos/runner/report/story.hpp"

namespace parley::report {

// Faults of one kind beyond this are shown as strikes are, not one by one.
inline constexpr std::size_t most_marks = 100;
// Kinds beyond this are not shown in the timeline.
inline constexpr std::size_t most_lanes = 24;

class fault_record {
 public:
  void take(double t, const checks::fault& what);
  void take(double t, const checks::healed& what);
  void take(double t, const checks::struck& what);

  [[nodiscard]] std::uint64_t strikes() const { return strikes_; }

  // The lanes in the order of their first fault. What is not healed stands until the end.
  [[nodiscard]] std::vector<lane> tell(const slicing& slices, double end_ms) const;

 private:
  struct standing {
    double from = 0;
    std::optional<double> to{};
    std::string target;
  };
  struct kind {
    std::string fault;
    std::vector<standing> faults{};
    std::vector<double> strikes{};
  };
  struct place {
    std::size_t kind = 0;
    std::size_t fault = 0;
  };

  kind& of(const std::string& fault);
  static lane lane_of(const kind& of, const slicing& slices, double end_ms);

  std::vector<kind> kinds_;
  std::map<std::string, std::size_t> by_name_;
  std::map<checks::fault_number, place> by_number_;
  std::uint64_t strikes_ = 0;
};

}  // namespace parley::report
