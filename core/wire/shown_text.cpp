// What may stand in a name.
#include "core/wire/shown_text.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"

namespace parley::wire {

std::string read_shown_text(json_members& params, std::string_view name, std::string_view raw,
                            std::size_t max_chars) {
  const std::string_view text = trim(raw);
  if (text.empty() || has_unprintable(text)) {
    params.fail(name);
    return {};
  }
  if (count_characters(text) > max_chars) {
    params.fail_too_long(name, max_chars);
    return {};
  }
  return std::string{text};
}

std::string lower_ascii(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace parley::wire
