// How a service empties itself before it exits: not ready any more, then its rooms (or connections)
// are moved away one after the other, then it goes when empty or at the deadline. Pure: only the
// pace, not the moving.
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/time.hpp"

namespace parley::link {

struct drain_settings {
  milliseconds deadline{30'000};  // since the beginning; what is left then is cut off
  milliseconds spread{
      5'000};  // the moves are spread over so long, so that no herd arrives elsewhere
};

class drain {
 public:
  explicit drain(drain_settings settings) : settings_(settings) {}

  // A second begin changes nothing.
  void begin(steady_time now);

  [[nodiscard]] bool is_draining() const { return began_.has_value(); }

  // When, since the beginning, to move one of them: somewhere in the spread. `fraction` is random,
  // in [0, 1).
  [[nodiscard]] steady_time move_time(double fraction) const;

  // Nothing is left, or the deadline has passed. Never before `begin`.
  [[nodiscard]] bool is_over(steady_time now, std::size_t left) const;

 private:
  drain_settings settings_;
  std::optional<steady_time> began_;
};

}  // namespace parley::link
