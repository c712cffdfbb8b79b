// How many visitors at once had lost their connection and not sat down again.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "chaos/checks/history.hpp"
#include "chaos/runner/report/columns.hpp"
#include "chaos/runner/report/story.hpp"

namespace parley::report {

class away_count {
 public:
  void gone(double t, checks::bot_number bot);
  // It sits again, or has nowhere to sit any more.
  void back(double t, checks::bot_number bot);

  [[nodiscard]] std::uint64_t now() const { return away_.size(); }

  // Writes `away` of the columns: the most at once.
  void tell(const slicing& slices, std::vector<column>& columns) const;

 private:
  struct change {
    double at = 0;
    std::uint64_t away = 0;
  };

  std::unordered_set<checks::bot_number> away_;
  std::vector<change> changes_;
};

}  // namespace parley::report
