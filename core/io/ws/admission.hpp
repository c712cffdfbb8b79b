// Who may open a WebSocket: the rules of the handshake and the caps. It sees words, not sockets.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/ws/addresses.hpp"
#include "core/io/ws/http_exchange.hpp"
#include "core/io/ws/http_router.hpp"
#include "core/io/ws/trusted_networks.hpp"
#include "core/io/ws/ws_server.hpp"

namespace parley::io {

// No Origin (not a browser), the request's own Host, or one of `allowed`; compared without case,
// default ports left out.
[[nodiscard]] bool is_allowed_origin(std::string_view origin, std::string_view host,
                                     const std::vector<std::string>& allowed);

// Is `wanted` in the list that Sec-WebSocket-Protocol carries?
[[nodiscard]] bool offers_subprotocol(std::string_view offered, std::string_view wanted);

// The words of a handshake that matter here, as they stood in the request.
struct handshake {
  std::string_view path;  // without query
  std::string_view host;
  std::string_view origin;
  std::string_view subprotocols;
  std::string_view real_ip;
  boost::asio::ip::address peer;
};

class admission {
 public:
  // `settings` must outlive this object.
  admission(const ws_server_settings& settings, const address_hasher::secret& secret)
      : settings_(settings), trusted_(settings.trusted_proxies), hash_(secret) {}

  // See ws_server::refuse.
  void refuse(std::string reason) { refusal_ = std::move(reason); }

  [[nodiscard]] bool takes_websockets(std::string_view path) const;
  [[nodiscard]] ws_peer peer_of(const handshake& handshake) const;

  // The refusal to answer with, or nothing: then `peer` counts against the caps until leave().
  [[nodiscard]] std::optional<http_response> enter(const handshake& handshake, const ws_peer& peer);
  void leave(const ws_peer& peer);

  // Likewise for an HTTP exchange on the same port, which needs no subprotocol and takes no
  // refusal.
  [[nodiscard]] http_verdict enter_exchange(std::string_view host, std::string_view origin,
                                            const ws_peer& peer);

 private:
  void count(const ws_peer& peer);
  [[nodiscard]] bool is_at_cap(const ws_peer& peer) const;

  const ws_server_settings& settings_;
  const trusted_networks trusted_;
  const address_hasher hash_;
  std::string refusal_;
  std::size_t admitted_ = 0;
  address_counts per_address_;
};

}  // namespace parley::io
