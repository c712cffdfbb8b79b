// WebSocket close codes (docs/protocol.md section 5): the hundreds tell what a client should do.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::wire {

enum class close_code : std::uint16_t {
  normal = 1000,               // RFC 6455 section 7.4.1
  message_too_big = 1009,      // RFC 6455 section 7.4.1
  going_away = 4000,           // the process stops
  moved = 4001,                // the room has moved or is moving
  slow_consumer = 4002,        // too many bytes were queued for this connection
  storage_unavailable = 4003,  // Redis is away and the room could not be kept
  idle = 4004,                 // no frame for too long
  not_owner = 4005,            // this node does not own the room: ask the matchmaker
  join_deadline = 4006,        // no join in time
  rate_limited = 4007,         // kept sending beyond its rate
  room_ended = 4100,
  token_expired = 4101,
  replaced = 4200,        // the same seat or session is open elsewhere
  protocol_error = 4201,  // the client is broken
  token_invalid = 4202,
};

// What a client does about a close code.
enum class close_class {
  resume,   // connect again and resume where it was
  re_pair,  // this conversation is over; a new one can be sought
  final,    // neither; tell the user
};

// Also for codes that this version does not know.
[[nodiscard]] constexpr close_class classify(std::uint16_t code) {
  if (code >= 4100 && code < 4200) return close_class::re_pair;
  if (code >= 4200 && code < 4300) return close_class::final;
  return close_class::resume;
}

[[nodiscard]] std::string_view name_of(close_code code);

}  // namespace parley::wire
