// The WebSocket door of a service, with plain HTTP routes on the same port. It carries text, never
// its meaning.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/connection_id.hpp"
#include "core/io/ws/http_exchange.hpp"
#include "core/io/ws/http_router.hpp"
#include "core/io/ws/transport_hooks.hpp"
#include "core/io/ws/ws_types.hpp"

namespace parley::io {

struct ws_server_settings {
  std::vector<std::string> paths;            // exact paths that take WebSockets, "/match"
  std::string subprotocol = "parley.v1";     // a handshake without it is answered 400
  std::vector<std::string> origins;          // let in besides the request's own Host and none
  std::vector<std::string> trusted_proxies;  // and networks: see trusted_networks
  http_router routes;                        // plain HTTP on the same port
  std::vector<std::string> stream_prefixes;  // paths that begin so go to on_exchange
  // Each connection is told its number (connection_number_header): for who compares logs with what
  // clients saw. It tells a stranger how many there have been, so it is off by default.
  bool tells_connection_number = false;

  std::size_t max_frame_bytes = 65'536;           // beyond: close 1009
  std::size_t max_queued_bytes = 1'048'576;       // beyond, per connection: close 4002
  std::size_t max_connections = 20'000;           // beyond: 503
  std::size_t max_connections_per_address = 200;  // beyond: 429; an IPv6 address counts as its /64

  // For a request to arrive whole, and for an HTTP answer to be taken; then the connection is cut.
  std::chrono::milliseconds handshake_timeout{5'000};
  // Without any frame, pings and pongs included: close 4004. At half of it the peer is pinged.
  std::chrono::milliseconds idle_timeout{90'000};
  // For the peer to take what is queued and to answer a close; then its TCP is reset.
  std::chrono::milliseconds close_timeout{2'000};
};

// Who has connected. The address itself is neither kept nor shown.
struct ws_peer {
  std::string path;  // without query
  // Keyed hash of the client's address; the same address has the same key for the process's life.
  std::uint64_t address_key = 0;
};

// None of them may throw.
struct ws_server_handlers {
  std::function<void(connection_id, const ws_peer&)> on_open;
  // The text is valid UTF-8; the view is valid in the call.
  std::function<void(connection_id, std::string_view text)> on_message;
  // Exactly once for each on_open, never from within a call of the service. The code is the one of
  // whoever closed first; 1006 when the connection just broke.
  std::function<void(connection_id, std::uint16_t code, std::string_view reason)> on_close;
  // For stream_prefixes only; one that the door has refused is to be answered all the same.
  std::function<void(std::shared_ptr<http_exchange>)> on_exchange{};
  // Optional: what was refused, cut or paused, for a log line and a counter.
  std::function<void(const ws_notice&)> on_notice;
};

// Everything is called, and calls back, on the thread that runs `loop`. Destroy it once `loop` has
// run out, or is not going to run any more.
class ws_server {
 public:
  ws_server(boost::asio::io_context& loop, ws_server_settings settings,
            ws_server_handlers handlers);
  ~ws_server();
  ws_server(const ws_server&) = delete;
  ws_server& operator=(const ws_server&) = delete;

  // Binds and accepts; port 0 takes an ephemeral one. Throws start_error with one clear line
  // when it cannot
  // ("cannot listen on 127.0.0.1:80: Permission denied").
  void listen(const std::string& address, std::uint16_t port);
  [[nodiscard]] std::uint16_t port() const;

  // While set, WebSocket handshakes are answered 503 with this reason ("draining"); plain HTTP goes
  // on. Empty: accept.
  void refuse(std::string reason);

  // Queues one text frame. `overflow` has closed the connection with 4002; on_close follows.
  send_result send(connection_id id, std::string_view text);

  // Closes after what is queued, later than this call; unknown or closing ids are ignored. A code
  // that may not be sent (1005, 1006, below 1000) is a bug. The reason is cut to 123 bytes.
  void close(connection_id id, std::uint16_t code, std::string_view reason);

  // Resets the TCP connection (RST, what is queued is lost), later than this call. on_close gets
  // 1006.
  void abort(connection_id id);

  // Stops accepting; connections go on. Together with close_all this lets the loop run out by
  // itself.
  void stop_listening();
  void close_all(std::uint16_t code, std::string_view reason);

  // ---- for tests of what survives it (chaos/striker); ids that are gone are ignored

  // While set (null: not), these decide over connections and frames. When they are taken away or
  // replaced, the frames that they held back are handed on at once.
  void interfere(transport_hooks* hooks);

  // Freezes or throttles one direction; a default shape lets everything through again.
  void shape(connection_id id, transport_direction direction, link_shape shape);

  // Ends the TCP connection by a FIN, without a close frame, later than this call. on_close gets
  // 1006.
  void hang_up(connection_id id);

  [[nodiscard]] std::size_t connections() const;  // open ones
  [[nodiscard]] std::size_t buffered(
      connection_id id) const;  // bytes queued and not yet with the kernel; 0 if gone

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace parley::io
