// The protocol's limits (docs/protocol.md section 7) that the codec itself holds. Those that are
// settings live in the services' options.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::wire {

inline constexpr const char* subprotocol = "parley.v1";

inline constexpr std::size_t max_frame_bytes = 65'536;
inline constexpr std::size_t max_text_chars = 4'000;  // Unicode code points
inline constexpr std::size_t max_name_chars = 40;
inline constexpr std::size_t max_question_chars = 40;  // of an icebreaker's number in the bank
inline constexpr std::size_t max_report_chars = 1'000;
inline constexpr std::size_t max_file_name_chars = 100;
inline constexpr std::uint64_t max_image_side = 16'384;  // pixels
inline constexpr std::size_t max_interests = 8;
inline constexpr std::size_t max_interest_chars = 30;
inline constexpr std::size_t max_id_bytes = 64;  // a JSON-RPC id that is a string
inline constexpr std::size_t max_token_bytes = 16'384;
inline constexpr std::size_t max_unreachable = 16;  // node ids in `resume`
inline constexpr std::size_t max_node_bytes = 64;
inline constexpr std::size_t max_seats = 256;  // in an `applied`: of a named room also who has left
inline constexpr std::size_t max_room_chars = 60;  // of a named room's name
inline constexpr std::size_t room_key_digits = 64;
inline constexpr std::uint64_t max_integer = (std::uint64_t{1} << 53) - 1;

}  // namespace parley::wire
