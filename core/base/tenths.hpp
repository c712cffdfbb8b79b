// Numbers with one digit after the point: what is known of a clock, in milliseconds. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley {

// A clock that is wrong by more is none (about 317 years).
inline constexpr double max_tenths = 1e13;

// Rounded, and held to ± max_tenths; what is no number becomes 0.
[[nodiscard]] double to_tenths(double value);

// Without an exponent; a whole number has no point: "-1.2", "8".
[[nodiscard]] std::string tenths_text(double value);

[[nodiscard]] std::optional<double> parse_tenths(std::string_view text);

}  // namespace parley
