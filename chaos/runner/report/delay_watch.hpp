// From send to shown: keeps when each message arrived and how long it took; in a named room, at
// each member that sat there when it was sent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chaos/checks/history.hpp"
#include "chaos/runner/report/columns.hpp"
#include "chaos/runner/report/story.hpp"

namespace parley::report {

class delay_watch {
 public:
  void take(const checks::entered& what);
  void take(double t, const checks::joined& what);
  void take(double t, const checks::send& what);
  void take(double t, const checks::applied& what);  // the second time of a message counts nothing

  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  [[nodiscard]] std::uint64_t applied() const { return arrivals_.size(); }

  // Writes `applied` and `delay` of the columns.
  void tell(const slicing& slices, std::vector<column>& columns) const;

 private:
  struct arrival {
    double at = 0;
    float delay_ms = 0;
  };
  using under_way = std::unordered_map<seq_number, double>;  // since when
  struct visit {                                             // to a named room
    std::optional<double> came{};
    std::map<seat_number, seq_number> heard{};  // the highest, by sender
  };

  std::unordered_map<std::string, std::map<seat_number, under_way>> rooms_;
  std::unordered_map<std::string, std::map<checks::bot_number, visit>> named_;
  std::vector<arrival> arrivals_;  // in the order of time
  std::uint64_t sent_ = 0;
};

}  // namespace parley::report
