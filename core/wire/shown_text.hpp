// A short text that others are shown: a display name, an interest. Inner part of the codec.
#pragma once

#include <string>
#include <string_view>

#include "core/wire/json_members.hpp"

namespace parley::wire {

// `raw` trimmed: 1 to `max_chars` characters in one line; else the error is left in `params` under
// `name`.
[[nodiscard]] std::string read_shown_text(json_members& params, std::string_view name,
                                          std::string_view raw, std::size_t max_chars);

[[nodiscard]] std::string lower_ascii(std::string text);

}  // namespace parley::wire
