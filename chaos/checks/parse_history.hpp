// A line of a history (docs/history.md) as an event, or what is wrong with it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "chaos/checks/history.hpp"
#include "core/base/result.hpp"

namespace parley::checks {

// What is wrong with a line, for people: `seq must be an integer from 1`.
struct mistake {
  std::string what;
  friend bool operator==(const mistake&, const mistake&) = default;
};

// `line` is without its newline.
[[nodiscard]] result<happening, mistake> parse_line(std::string_view line);

}  // namespace parley::checks
