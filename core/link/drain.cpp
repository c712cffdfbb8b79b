// The pace of a drain.
#include "core/link/drain.hpp"

#include "core/base/check.hpp"

namespace parley::link {

void drain::begin(steady_time now) {
  if (!began_) began_ = now;
}

steady_time drain::move_time(double fraction) const {
  PARLEY_CHECK(began_.has_value());
  const auto offset = static_cast<double>(settings_.spread.count()) * fraction;
  return *began_ + milliseconds{static_cast<milliseconds::rep>(offset)};
}

bool drain::is_over(steady_time now, std::size_t left) const {
  return began_ && (left == 0 || now - *began_ >= settings_.deadline);
}

}  // namespace parley::link
