// Writes JSON text straight into a string: a message is written once, and most of the hot path is
// this. Inner part of the codec.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "core/wire/messages.hpp"

namespace parley::wire {

template <class T>
concept json_integer = std::integral<T> && !std::same_as<T, bool>;

// Names of members are ours and need no escape; texts must be UTF-8. Whoever opens closes.
class json_writer {
 public:
  json_writer() { text_.reserve(256); }

  void open_object() { begin_value('{'); }
  void open_object(std::string_view name) { begin_member(name, '{'); }
  void close_object() { end('}'); }
  void open_array(std::string_view name) { begin_member(name, '['); }
  void close_array() { end(']'); }

  void text(std::string_view name, std::string_view value) {
    member(name);
    quote(value);
  }
  template <json_integer T>
  void number(std::string_view name, T value) {
    member(name);
    digits(value);
  }
  void tenths(std::string_view name, double value);  // core/base/tenths.hpp
  void flag(std::string_view name, bool value) {
    member(name);
    text_ += value ? "true" : "false";
  }
  void null(std::string_view name) {
    member(name);
    text_ += "null";
  }
  void id(const request_id& id);
  void versions(std::string_view name, const version_vector& versions);
  void texts(std::string_view name, const std::vector<std::string>& values);

  // The whole text; the writer is used up.
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void separate();
  void member(std::string_view name);
  void begin_value(char bracket);
  void begin_member(std::string_view name, char bracket);
  void end(char bracket);
  void quote(std::string_view value);
  template <json_integer T>
  void digits(T value) {
    std::array<char, 20> buffer;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    text_.append(buffer.data(), end);
  }

  std::string text_;
};

}  // namespace parley::wire
