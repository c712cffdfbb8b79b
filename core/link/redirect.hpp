// Where a server of a Redis Cluster is, and where it sends a command that is not its own. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/link/slots.hpp"

namespace parley::link {

struct redis_address {
  std::string host;  // a name or an address; empty: not known
  std::uint16_t port = 0;
  friend auto operator<=>(const redis_address&, const redis_address&) = default;
};

[[nodiscard]] std::string to_string(const redis_address& address);

// "host:port", "[::1]:6379" or "::1:6379": the port is what follows the last colon.
[[nodiscard]] std::optional<redis_address> parse_redis_address(std::string_view text);

// What a host is when a server says `said` (docs/redis.md): empty means "as you reached me", "?"
// that it does not know.
[[nodiscard]] std::string told_host(std::string_view said, const redis_address& told_by);

// Both mean that the command was not performed.
enum class redirect_kind {
  moved,  // another master has the slot now
  ask,    // the slot is on its way, and this key has gone ahead
};

struct redirect {
  redirect_kind kind = redirect_kind::moved;
  slot_number slot = 0;
  redis_address to;
  friend bool operator==(const redirect&, const redirect&) = default;
};

// "MOVED 3999 10.0.0.7:6381"; none: another error.
[[nodiscard]] std::optional<redirect> parse_redirect(std::string_view error,
                                                     const redis_address& told_by);

}  // namespace parley::link
