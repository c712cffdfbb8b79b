// Escaping, by whole characters.
#include "chaos/runner/report/escape.hpp"

#include "core/base/utf8.hpp"

namespace parley::report {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// What stands for an ASCII character that has a meaning of its own; empty for the others.
std::string_view entity(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

bool has_a_place(char32_t code_point) {
  if (code_point == '\n' || code_point == '\t') return true;
  return !is_unprintable(code_point) && code_point != 0xFFFE && code_point != 0xFFFF;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const auto character = first_character(text);
    const std::size_t bytes = character ? character->bytes : 1;
    if (const auto name = entity(text.front()); !name.empty()) {
      out += name;
    } else if (character && has_a_place(character->code_point)) {
      out += text.substr(0, bytes);
    } else {
      out += replacement;
    }
    text.remove_prefix(bytes);
  }
  return out;
}

std::string script_safe(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char character : json) {
    if (character == '<') {
      out += "\\u003c";
    } else {
      out += character;
    }
  }
  return out;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  constexpr std::string_view dots = "…";
  std::size_t end = most > dots.size() ? most - dots.size() : 0;
  constexpr auto continues = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
  };
  while (end > 0 && continues(text[end]))
    --end;
  return std::string(text.substr(0, end)).append(dots);
}

}  // namespace parley::report
