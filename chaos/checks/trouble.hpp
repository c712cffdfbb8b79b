// Whether the system was in trouble at a moment: a fault stands, or one was healed a short time
// ago. Some allowances of the properties rest on it. Pure.
#pragma once

#include <map>
#include <optional>

#include "chaos/checks/history.hpp"

namespace parley::checks {

class trouble {
 public:
  void begin(fault_number n, line_number line) {
    standing_[n] = line;
    ++faults_;
  }
  void heal(fault_number n, double t) {
    if (standing_.erase(n) > 0) last_healed_ = t;
  }

  [[nodiscard]] bool is_at(double t, double recover_within_ms) const {
    return !standing_.empty() || (last_healed_ && t - *last_healed_ <= recover_within_ms);
  }
  [[nodiscard]] const std::map<fault_number, line_number>& standing() const { return standing_; }
  [[nodiscard]] std::optional<double> last_healed() const { return last_healed_; }
  [[nodiscard]] std::uint64_t faults() const { return faults_; }

 private:
  std::map<fault_number, line_number> standing_;  // and the line of each
  std::optional<double> last_healed_;
  std::uint64_t faults_ = 0;
};

}  // namespace parley::checks
