// The writer of markup.
#include "chaos/runner/report/markup.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "chaos/runner/report/escape.hpp"
#include "core/base/check.hpp"

namespace parley::report {

std::string plain(double value) {
  PARLEY_CHECK(std::isfinite(value));
  const double rounded = std::round(value * 100) / 100 + 0.0;  // + 0.0: no "-0"
  std::array<char, 64> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), rounded,
                                 std::chars_format::fixed, 2);
  std::string_view text(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
  while (text.ends_with('0'))
    text.remove_suffix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  return std::string(text);
}

std::string percent(double share) {
  return plain(share * 100) + "%";
}

void markup::begin(std::string_view tag, attributes given) {
  out_ += '<';
  out_ += tag;
  for (const auto& each : given) {
    out_.append(" ").append(each.name).append("=\"").append(escaped(each.value)).append("\"");
  }
}

markup& markup::open(std::string_view tag, attributes given) {
  begin(tag, given);
  out_ += '>';
  open_.emplace_back(tag);
  return *this;
}

markup& markup::close() {
  PARLEY_CHECK(!open_.empty());
  out_.append("</").append(open_.back()).append(">");
  open_.pop_back();
  return *this;
}

markup& markup::text(std::string_view text) {
  out_ += escaped(text);
  return *this;
}

markup& markup::element(std::string_view tag, attributes given, std::string_view content) {
  return open(tag, given).text(content).close();
}

markup& markup::empty(std::string_view tag, attributes given) {
  begin(tag, given);
  out_ += "/>";
  return *this;
}

markup& markup::raw(std::string_view made) {
  out_ += made;
  return *this;
}

std::string markup::take() {
  PARLEY_CHECK(open_.empty());
  return std::exchange(out_, {});
}

}  // namespace parley::report
