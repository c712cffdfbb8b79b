// Any bytes as a JSON string. Pure; never fails, whatever the bytes are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::io {

// Appends `text` in quotes. Bytes that are not UTF-8 become U+FFFD; a text longer than `most` bytes
// is cut between two characters and ends in "…".
void append_json_text(std::string& out, std::string_view text, std::size_t most);

}  // namespace parley::io
