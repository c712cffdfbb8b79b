// Parsing and printing of single values.
#include "core/io/option_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/io/json_text.hpp"

namespace parley::io {

namespace {

template <class T>
std::optional<T> parse_all(std::string_view text) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::optional<std::uint64_t> parse_whole_number(std::string_view text) {
  return parse_all<std::uint64_t>(text);
}

std::optional<double> parse_number(std::string_view text) {
  const auto number = parse_all<double>(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<bool> parse_yes_or_no(std::string_view text) {
  if (text == "true" || text == "yes" || text == "on") return true;
  if (text == "false" || text == "no" || text == "off") return false;
  return std::nullopt;
}

std::optional<milliseconds> parse_duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 5> units{
      {{"", 1}, {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}}};
  constexpr double most = 10'000.0 * 24 * 3'600'000;
  const auto digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto number = parse_number(text.substr(0, digits));
  const auto* const unit = std::find_if(units.begin(), units.end(), [&](const auto& each) {
    return each.first == text.substr(digits);
  });
  if (!number || unit == units.end() || *number * unit->second > most) return std::nullopt;
  return milliseconds{std::llround(*number * unit->second)};
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto part = trimmed(text.substr(0, comma));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

// Bare only what no YAML reader can take for anything but this text.
std::string yaml_text(std::string_view text) {
  constexpr std::string_view bare =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
  const bool is_word = !text.empty() && (text[0] == '/' || (text[0] >= 'a' && text[0] <= 'z')) &&
                       text.find_first_not_of(bare) == std::string_view::npos &&
                       !parse_yes_or_no(text) && text != "null" && text != "y" && text != "n";
  if (is_word) return std::string(text);
  std::string quoted;
  append_json_text(quoted, text, text.size());
  return quoted;
}

std::string yaml_number(double number) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

std::string yaml_list(const std::vector<std::string>& list) {
  std::string out = "[";
  for (const auto& each : list) {
    if (out.size() > 1) out += ", ";
    out += yaml_text(each);
  }
  return out + "]";
}

}  // namespace parley::io
