// Rounding makes two readings of one number the same double, however exact the reader was.
#include "core/base/tenths.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace parley {

double to_tenths(double value) {
  if (std::isnan(value)) return 0;
  // The 0 turns a negative zero into zero.
  return std::round(std::clamp(value, -max_tenths, max_tenths) * 10) / 10 + 0.0;
}

std::string tenths_text(double value) {
  std::array<char, 24> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                          to_tenths(value), std::chars_format::fixed);
  return {buffer.data(), end};
}

std::optional<double> parse_tenths(std::string_view text) {
  double value = 0;
  const auto* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value, std::chars_format::fixed);
  if (error != std::errc{} || end != last || !(std::abs(value) <= max_tenths)) return std::nullopt;
  return to_tenths(value);
}

}  // namespace parley
