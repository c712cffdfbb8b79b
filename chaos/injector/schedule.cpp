// Start, ramp, hold, end.
#include "chaos/injector/schedule.hpp"

namespace parley::injector {
namespace {

double part(milliseconds passed, milliseconds whole) {
  return static_cast<double>(passed.count()) / static_cast<double>(whole.count());
}

}  // namespace

double share_at(const schedule& when, milliseconds age) {
  if (age < when.start) return 0;
  const auto grown = when.start + when.ramp;
  if (age < grown) return part(age - when.start, when.ramp);
  if (!when.hold || age < grown + *when.hold) return 1;
  const auto falling = age - grown - *when.hold;
  return falling < when.end ? 1 - part(falling, when.end) : 0;
}

}  // namespace parley::injector
