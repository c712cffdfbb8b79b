// The receiver's side of the guarantee.
#include "chaos/client/applied.hpp"

namespace parley::client {

applying applied::take(seat_number seat, seq_number seq) {
  seq_number& highest = highest_[seat];
  if (seq <= highest) return applying::doubled;
  if (seq > highest + 1) return applying::hole;
  highest = seq;
  return applying::news;
}

seq_number applied::skip_to(seat_number seat, seq_number base) {
  const auto known = highest_.find(seat);
  const seq_number highest = known == highest_.end() ? 0 : known->second;
  if (base <= highest + 1) return 0;
  highest_[seat] = base - 1;
  return base - 1 - highest;
}

}  // namespace parley::client
