// Delays of messages.
#include "chaos/runner/report/delay_watch.hpp"

namespace parley::report {

void delay_watch::take(const checks::entered& what) {
  named_[what.room][what.bot] = {};
}

void delay_watch::take(double t, const checks::joined& what) {
  const auto room = named_.find(what.room);
  if (room == named_.end()) return;
  auto& came = room->second[what.bot].came;
  if (!came) came = t;
}

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
  const double since = sent->second;
  const auto named = named_.find(what.room);
  if (named == named_.end()) {
    sender->second.erase(sent);
  } else {
    visit& by = named->second[what.bot];
    seq_number& heard = by.heard[what.from];
    if (what.seq <= heard) return;
    heard = what.seq;
    if (!by.came || since < *by.came) return;  // history that it found there
  }
  arrivals_.push_back({t, static_cast<float>(t - since)});
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
