// What the checks say of a history, as plain values. Making them is check_history.hpp's, telling
// them tell_verdict.hpp's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chaos/checks/history.hpp"

namespace parley::checks {

enum class outcome { held, violated, unknown };

// A violation in words, and the lines of the history that show it, in their order.
struct violation {
  std::string what;
  std::vector<line_number> lines;
  friend bool operator==(const violation&, const violation&) = default;
};

// What is said of one property.
struct finding {
  std::string property;
  outcome says = outcome::unknown;
  std::uint64_t checked = 0;           // observations that could have broken it
  std::string unit;                    // of `checked`: "messages"
  std::uint64_t violations = 0;        // all of them
  std::vector<violation> first{};      // of the violations, at most `shown_violations`
  std::vector<std::string> reasons{};  // why it could not be told
  std::vector<std::string>
      notes{};  // what was not counted, and why: "3 messages cut off by a goodbye"
  friend bool operator==(const finding&, const finding&) = default;
};

inline constexpr std::size_t shown_violations = 20;

struct verdict {
  outcome says = outcome::unknown;
  std::vector<finding> findings{};     // one for each property, always the same eight
  std::vector<std::string> reasons{};  // why the history as a whole cannot be judged
  line_number lines = 0;
  friend bool operator==(const verdict&, const verdict&) = default;
};

}  // namespace parley::checks
