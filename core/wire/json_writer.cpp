// Commas, quotes and escapes.
#include "core/wire/json_writer.hpp"

#include "core/base/tenths.hpp"

namespace parley::wire {

// What stands before a value tells whether a comma is due: no state is kept.
void json_writer::separate() {
  if (text_.empty()) return;
  const char last = text_.back();
  if (last != '{' && last != '[' && last != ':') text_ += ',';
}

void json_writer::member(std::string_view name) {
  separate();
  text_ += '"';
  text_ += name;
  text_ += "\":";
}

void json_writer::begin_value(char bracket) {
  separate();
  text_ += bracket;
}

void json_writer::begin_member(std::string_view name, char bracket) {
  member(name);
  text_ += bracket;
}

void json_writer::end(char bracket) {
  text_ += bracket;
}

void json_writer::quote(std::string_view value) {
  constexpr std::string_view hex = "0123456789abcdef";
  text_ += '"';
  std::size_t written = 0;  // what needs no escape goes in whole pieces
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto byte = static_cast<unsigned char>(value[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    text_ += value.substr(written, i - written);
    written = i + 1;
    text_ += '\\';
    switch (byte) {
      case '"':
      case '\\':
        text_ += value[i];
        break;
      case '\n':
        text_ += 'n';
        break;
      case '\r':
        text_ += 'r';
        break;
      case '\t':
        text_ += 't';
        break;
      default:
        text_ += "u00";
        text_ += hex[byte >> 4U];
        text_ += hex[byte & 0xFU];
    }
  }
  text_ += value.substr(written);
  text_ += '"';
}

void json_writer::tenths(std::string_view name, double value) {
  member(name);
  text_ += tenths_text(value);
}

void json_writer::id(const request_id& id) {
  if (const auto* number_id = std::get_if<std::uint64_t>(&id)) {
    number("id", *number_id);
  } else {
    text("id", std::get<std::string>(id));
  }
}

void json_writer::versions(std::string_view name, const version_vector& versions) {
  open_object(name);
  for (const auto& [seat, seq] : versions)
    number(std::to_string(seat), seq);
  close_object();
}

void json_writer::texts(std::string_view name, const std::vector<std::string>& values) {
  open_array(name);
  for (const std::string& value : values) {
    separate();
    quote(value);
  }
  close_array();
}

}  // namespace parley::wire
