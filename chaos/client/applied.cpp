// The receiver's side of the guarantee.
#include "chaos/client/applied.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace parley::client {

applying applied::take(seat_number seat, seq_number seq) {
  const seq_number highest = of(seat);
  if (seq <= highest) return applying::doubled;
  if (seq > highest + 1) return applying::hole;
  set(seat, seq);
  return applying::news;
}

seq_number applied::skip_to(seat_number seat, seq_number base) {
  const seq_number highest = of(seat);
  if (base <= highest + 1) return 0;
  set(seat, base - 1);
  return base - 1 - highest;
}

wire::version_vector applied::told(const std::function<bool(seat_number)>& is_here) const {
  if (highest_.size() <= most_told) return highest_;
  std::vector<std::tuple<bool, std::uint64_t, seat_number>> order;
  for (const auto& [seat, when] : heard_)
    order.emplace_back(is_here(seat), when, seat);
  std::ranges::sort(order, std::ranges::greater{});
  order.resize(most_told);
  wire::version_vector told;
  for (const auto& [here, when, seat] : order)
    told[seat] = highest_.at(seat);
  return told;
}

seq_number applied::of(seat_number seat) const {
  const auto known = highest_.find(seat);
  return known == highest_.end() ? 0 : known->second;
}

void applied::set(seat_number seat, seq_number seq) {
  highest_[seat] = seq;
  heard_[seat] = ++times_;
  if (highest_.size() <= most_kept) return;
  const auto oldest = std::ranges::min_element(heard_, {}, &decltype(heard_)::value_type::second);
  highest_.erase(oldest->first);
  heard_.erase(oldest);
}

}  // namespace parley::client
