// The decoder, and what is told of single code points.
#include "core/base/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace parley {

namespace {

bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

struct lead_byte {
  std::size_t bytes = 0;  // of the character; 0: no character begins so
  char32_t bits = 0;      // of the code point
  char32_t least = 0;     // a smaller code point would be an overlong form
};

constexpr lead_byte read_lead(std::uint8_t byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC2 && byte <= 0xDF) return {2, byte & 0x1FU, 0x80};
  if (byte >= 0xE0 && byte <= 0xEF) return {3, byte & 0x0FU, 0x800};
  if (byte >= 0xF0 && byte <= 0xF4) return {4, byte & 0x07U, 0x10000};
  return {};
}

// The first character that is not ASCII, eight bytes at a step: most text has none.
std::string_view skip_ascii(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  while (text.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    if ((word & high_bits) != 0) break;
    text.remove_prefix(sizeof word);
  }
  return text;
}

}  // namespace

std::optional<utf8_character> first_character(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const lead_byte lead = read_lead(static_cast<std::uint8_t>(text[0]));
  if (lead.bytes == 0 || text.size() < lead.bytes) return std::nullopt;
  char32_t code_point = lead.bits;
  for (std::size_t i = 1; i < lead.bytes; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return std::nullopt;
    code_point = (code_point << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < lead.least || surrogate || code_point > 0x10FFFF) return std::nullopt;
  return utf8_character{code_point, lead.bytes};
}

bool is_utf8(std::string_view text) {
  for (text = skip_ascii(text); !text.empty(); text = skip_ascii(text)) {
    const auto character = first_character(text);
    if (!character) return false;
    text.remove_prefix(character->bytes);
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const auto character = first_character(text);
    text.remove_prefix(character ? character->bytes : 1);
    ++count;
  }
  return count;
}

std::string_view trim(std::string_view text) {
  for (auto c = first_character(text); c && is_white_space(c->code_point);
       c = first_character(text)) {
    text.remove_prefix(c->bytes);
  }
  std::size_t end = 0;  // behind the last character that is not white space
  for (std::size_t at = 0; at < text.size();) {
    const auto c = first_character(text.substr(at));
    at += c ? c->bytes : 1;
    if (!c || !is_white_space(c->code_point)) end = at;
  }
  return text.substr(0, end);
}

bool is_unprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool has_unprintable(std::string_view text) {
  while (!text.empty()) {
    const auto character = first_character(text);
    if (!character || is_unprintable(character->code_point)) return true;
    text.remove_prefix(character->bytes);
  }
  return false;
}

}  // namespace parley
