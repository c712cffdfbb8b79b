// Writes HTML, SVG and XML that is well formed by construction: texts and attributes are escaped,
// what is opened is closed in turn.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace parley::report {

// A number as SVG and CSS take it: at most two decimals, none that are zero.
[[nodiscard]] std::string plain(double value);
[[nodiscard]] std::string percent(double share);  // 0.25 -> "25%"

// Name and value; a number is written as plain() does.
struct attribute {
  attribute(std::string_view called, std::string_view text) : name(called), value(text) {}
  attribute(std::string_view called, const char* text) : name(called), value(text) {}
  attribute(std::string_view called, const std::string& text) : name(called), value(text) {}
  attribute(std::string_view called, double number) : name(called), value(plain(number)) {}

  std::string_view name;
  std::string value;
};
using attributes = std::initializer_list<attribute>;

// Names of elements and attributes are ours and are not escaped.
class markup {
 public:
  markup& open(std::string_view tag, attributes given = {});
  markup& close();  // what was opened last
  markup& text(std::string_view text);
  // An element with this text, or without any.
  markup& element(std::string_view tag, attributes given, std::string_view text);
  markup& element(std::string_view tag, std::string_view text) { return element(tag, {}, text); }
  markup& empty(std::string_view tag, attributes given = {});
  // Markup that has been made by another of these.
  markup& raw(std::string_view made);

  // All of it; everything must be closed.
  [[nodiscard]] std::string take();

 private:
  void begin(std::string_view tag, attributes given);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace parley::report
