// A fixed form, letter by letter.
#include "core/clocks/http_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace parley::clocks {
namespace {

constexpr std::size_t form_chars = 29;
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::optional<unix_ms> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != form_chars || text.substr(3, 2) != ", " || !text.ends_with(" GMT"))
    return std::nullopt;
  for (const std::size_t at : {7U, 11U, 16U})
    if (text[at] != ' ') return std::nullopt;
  if (text[19] != ':' || text[22] != ':') return std::nullopt;
  const auto* const named = std::ranges::find(months, text.substr(8, 3));
  const auto d = number(text.substr(5, 2));
  const auto y = number(text.substr(12, 4));
  const auto h = number(text.substr(17, 2));
  const auto m = number(text.substr(20, 2));
  const auto s = number(text.substr(23, 2));
  if (named == months.end() || !d || !y || !h || !m || !s) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(named - months.begin()) + 1},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *h > 23 || *m > 59 || *s > 60) return std::nullopt;
  const auto at = sys_days{date} + hours{*h} + minutes{*m} + seconds{*s};
  return duration_cast<milliseconds>(at.time_since_epoch()).count();
}

reading read_http_time(unix_ms date, instant asked, instant answered) {
  constexpr milliseconds half_a_second{500};
  const auto took = answered.steady - asked.steady;
  // In the middle of the second and of the way; either may be off by half.
  const milliseconds theirs{date + half_a_second.count()};
  const auto ours = nanoseconds{milliseconds{answered.wall}} - nanoseconds{took} / 2;
  return {nanoseconds{theirs} - ours, nanoseconds{half_a_second} + nanoseconds{took} / 2, answered};
}

}  // namespace parley::clocks
