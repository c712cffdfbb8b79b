// The admin port: plain HTTP, one request per connection, no WebSocket. Not for strangers.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/io/ws/http_router.hpp"
#include "core/io/ws/ws_types.hpp"

namespace parley::io {

struct http_server_settings {
  std::size_t max_body_bytes = 65'536;  // beyond: 413
  std::size_t max_connections = 256;    // beyond: 503
  // For the whole request to arrive and the answer to be taken.
  std::chrono::milliseconds request_timeout{5'000};
  std::function<void(const ws_notice&)> on_notice;  // optional: when accepting pauses
};

// Everything is called, and calls back, on the thread that runs `loop`. A chunked body is answered
// 411.
class http_server {
 public:
  http_server(boost::asio::io_context& loop, http_router routes, http_server_settings settings);
  ~http_server();
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;

  // As ws_server::listen.
  void listen(const std::string& address, std::uint16_t port);
  [[nodiscard]] std::uint16_t port() const;

  // Stops accepting; requests under way are answered, then the loop can run out.
  void stop_listening();

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace parley::io
