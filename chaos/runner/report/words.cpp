// Numbers and names in words.
#include "chaos/runner/report/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "chaos/runner/report/markup.hpp"

namespace parley::report {
namespace {

// With three digits that matter: 0.123, 1.23, 12.3, 123.
std::string three_digits(double value) {
  if (value >= 99.95) return grouped(static_cast<std::uint64_t>(std::llround(value)));
  const int decimals = value >= 9.995 ? 1 : 2;
  const double unit = std::pow(10, decimals);
  return plain(std::round(value * unit) / unit);
}

std::string two_units(std::uint64_t number, std::uint64_t per, const char* large,
                      const char* small) {
  std::string text = grouped(number / per) + large;
  if (number % per != 0) text += " " + std::to_string(number % per) + small;
  return text;
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t end = digits.size(); end > 3; end -= 3)
    digits.insert(end - 3, 1, ',');
  return digits;
}

std::string duration(double ms) {
  if (ms < 999.5) return three_digits(std::max(ms, 0.0)) + " ms";
  if (ms < 59'950) return three_digits(ms / 1000) + " s";
  const auto seconds = static_cast<std::uint64_t>(std::llround(ms / 1000));
  if (seconds < 3600) return two_units(seconds, 60, " min", " s");
  return two_units(seconds / 60, 60, " h", " min");
}

std::string share(double share) {
  const double percentage = share * 100;
  const double edge = std::min(percentage, 100 - percentage);  // from the nearer of 0 and 100 %
  int decimals = 1;
  while (edge > 0 && decimals < 6 && edge * std::pow(10, decimals) < 10)
    ++decimals;
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), percentage,
                                 std::chars_format::fixed, decimals);
  std::string_view text(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
  while (text.ends_with('0'))
    text.remove_suffix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  return std::string(text) + "\u00a0%";
}

std::string plural(std::uint64_t number, std::string_view noun) {
  if (number == 1) return std::string(noun);
  if (noun.ends_with('y')) return std::string(noun.substr(0, noun.size() - 1)) + "ies";
  return std::string(noun) + "s";
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return grouped(number) + " " + plural(number, noun);
}

std::string one_in(double rate) {
  if (rate <= 0) return "0";
  double of = 10;
  while (rate * of < 1 && of < 1e15)
    of *= 10;
  return plain(std::round(rate * of * 10) / 10) + " in " + grouped(static_cast<std::uint64_t>(of));
}

std::string bytes(std::uint64_t bytes) {
  constexpr std::array units{" B", " kB", " MB", " GB", " TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  return three_digits(value) + units[unit];
}

std::string spoken(std::string_view name) {
  std::string words(name);
  std::replace_if(
      words.begin(), words.end(), [](char each) { return each == '_' || each == '-'; }, ' ');
  return words;
}

std::string titled(std::string_view name) {
  std::string words = spoken(name);
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  }
  return words;
}

}  // namespace parley::report
