// UTF-8 (RFC 3629) taken apart: strictly, without overlong forms, surrogates or anything above
// U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace parley {

struct utf8_character {
  char32_t code_point = 0;
  std::size_t bytes = 0;
};

// The character that `text` begins with; none if it is empty or does not begin with one.
[[nodiscard]] std::optional<utf8_character> first_character(std::string_view text);

[[nodiscard]] bool is_utf8(std::string_view text);

// Code points; a byte that belongs to no character counts as one.
[[nodiscard]] std::size_t count_characters(std::string_view text);

// Without the white space (Unicode's White_Space) around it.
[[nodiscard]] std::string_view trim(std::string_view text);

// A character that may not stand in one line shown to others: a control character, a line or
// paragraph separator, or a mark that turns the direction of what follows.
[[nodiscard]] bool is_unprintable(char32_t code_point);
[[nodiscard]] bool has_unprintable(std::string_view text);

}  // namespace parley
