// The JSON-RPC errors of the protocol (docs/protocol.md section 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"

namespace parley::wire {

enum class error_code : std::int32_t {
  parse_error = -32700,      // not JSON, or not UTF-8
  invalid_request = -32600,  // not a JSON-RPC 2.0 request, a batch, or out of turn
  method_not_found = -32601,
  invalid_params = -32602,  // a parameter is missing or wrong: `param`
  internal_error = -32603,
  join_first = -32001,
  token_invalid = -32002,
  token_expired = -32003,
  gap = -32004,                  // a seq is missing: `expected`
  too_long = -32005,             // `param`, `limit`
  rate_limited = -32006,         // `retry_ms`
  log_full = -32007,             // Redis is out of memory: `retry_ms`
  storage_unavailable = -32008,  // Redis is away: `retry_ms`
  room_ended = -32009,           // `reason`, `by`
  wrong_node = -32010,           // the room's owner is `node`
  no_node = -32011,              // no chat-node is alive: `retry_ms`
  draining = -32012,
  no_such_wait = -32013,
  language_unknown = -32014,  // `languages`
  busy = -32015,              // too much of this room waits for the log: `retry_ms`
  move_refused = -32016,      // the room has just moved: `retry_ms`
  node_full = -32017,
  reports_off = -32018,   // the operator takes no reports
  no_such_room = -32019,  // the service no longer knows who sat there, or what was said
  held = -32020,          // the words filter cannot tell yet: `retry_ms`
  key_wrong = -32021,     // a named room has another key
  room_full = -32022,     // a named room has as many members as it may: `limit`
};

[[nodiscard]] std::string_view name_of(error_code code);

// None: a number that this version does not know.
[[nodiscard]] std::optional<error_code> parse_error_code(std::int64_t number);

// An error with what its row of the table says goes into `data`; members that are not set are left
// out.
struct rpc_error {
  error_code code = error_code::internal_error;
  std::string param{};
  std::optional<std::uint64_t> limit{};
  std::optional<std::uint64_t> expected{};
  std::optional<std::uint64_t> retry_ms{};
  std::string reason{};
  std::optional<seat_number> by{};
  std::string node{};
  std::vector<std::string> languages{};
  std::string detail{};  // words for a log, never shown to a user

  friend bool operator==(const rpc_error&, const rpc_error&) = default;
};

}  // namespace parley::wire
