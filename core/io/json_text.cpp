// Escaping, and what stands for bytes that are no text.
#include "core/io/json_text.hpp"

#include <cstdint>

#include "core/base/utf8.hpp"

namespace parley::io {

namespace {

void append_escaped(std::string& out, char character) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (character) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto byte = static_cast<std::uint8_t>(character);
  if (byte >= 0x20 && byte != 0x7F) {
    out += character;
    return;
  }
  out += "\\u00";
  out += hex[byte >> 4U];
  out += hex[byte & 0xFU];
}

}  // namespace

void append_json_text(std::string& out, std::string_view text, std::size_t most) {
  out += '"';
  std::size_t taken = 0;
  while (!text.empty()) {
    const auto character = first_character(text);
    const auto bytes = character ? character->bytes : 1;
    taken += bytes;
    if (taken > most) {
      out += "…";
      break;
    }
    if (!character) {
      out += "\uFFFD";
    } else if (bytes == 1) {
      append_escaped(out, text.front());
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  out += '"';
}

}  // namespace parley::io
