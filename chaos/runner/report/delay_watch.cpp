// Delays of messages.
#include "chaos/runner/report/delay_watch.hpp"

namespace parley::report {

void delay_watch::take(double t, const checks::send& what) {
  ++sent_;
  rooms_[what.room][what.seat].emplace(what.seq, t);
}

void delay_watch::take(double t, const checks::applied& what) {
  const auto room = rooms_.find(what.room);
  if (room == rooms_.end()) return;
  const auto sender = room->second.find(what.from);
  if (sender == room->second.end()) return;
  const auto sent = sender->second.find(what.seq);
  if (sent == sender->second.end()) return;
  arrivals_.push_back({t, static_cast<float>(t - sent->second)});
  sender->second.erase(sent);
}

void delay_watch::tell(const slicing& slices, std::vector<column>& columns) const {
  auto next = arrivals_.begin();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::vector<float> delays;
    for (; next != arrivals_.end() && slices.of(next->at) == i; ++next) {
      delays.push_back(next->delay_ms);
    }
    columns[i].applied = delays.size();
    columns[i].delay = checks::spread_of(std::move(delays));
  }
}

}  // namespace parley::report
