// Visitors without a connection.
#include "chaos/runner/report/away_count.hpp"

#include <algorithm>

namespace parley::report {

void away_count::gone(double t, checks::bot_number bot) {
  if (away_.insert(bot).second) changes_.push_back({t, now()});
}

void away_count::back(double t, checks::bot_number bot) {
  if (away_.erase(bot) > 0) changes_.push_back({t, now()});
}

void away_count::tell(const slicing& slices, std::vector<column>& columns) const {
  std::uint64_t away = 0;  // when the slice begins
  auto next = changes_.begin();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].away = away;
    for (; next != changes_.end() && slices.of(next->at) == i; ++next) {
      away = next->away;
      columns[i].away = std::max(columns[i].away, away);
    }
  }
}

}  // namespace parley::report
