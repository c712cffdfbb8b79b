// "host:port" as an operator writes it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::io {

struct net_place {
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const net_place&, const net_place&) = default;
};

// "name", "name:7100", "127.0.0.1:7100", "[::1]:7100"; without a port, that of `fallback`.
[[nodiscard]] std::optional<net_place> parse_net_place(std::string_view text,
                                                       std::uint16_t fallback);

}  // namespace parley::io
