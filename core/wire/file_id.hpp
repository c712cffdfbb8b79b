// How a file of a room is named: by its content (docs/protocol.md section 8). The name tells
// nothing but whether two files are the same.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace parley::wire {

inline constexpr std::size_t file_id_chars = 32;

// 32 lower-case hex digits: the first 128 bits of the SHA-256 of the bytes.
[[nodiscard]] inline bool is_file_id(std::string_view text) {
  return text.size() == file_id_chars && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace parley::wire
