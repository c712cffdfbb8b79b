// Plain HTTP whose answers may take their time: one request a connection, and the connection waits.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"
#include "core/io/ws/http_router.hpp"

namespace parley::probe {

// Called once, later or at once.
using respond = std::function<void(io::http_response)>;

struct door_settings {
  std::size_t max_body_bytes = 1'000;  // beyond: 413
  std::size_t max_connections = 256;   // beyond, nobody is accepted until one ends
  milliseconds request_timeout{5'000};
};

// Everything is called, and calls back, on the loop's thread. Outlives the requests under way.
class door {
 public:
  using handler = std::function<void(const io::http_request&, respond)>;

  door(io::event_loop& loop, door_settings settings, handler handle);

  // Throws start_error with one clear line when it cannot.
  void listen(const std::string& address, std::uint16_t port);
  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  void stop_listening();

 private:
  class visit;

  void accept();
  void accept_if_there_is_room();

  door_settings settings_;
  handler handle_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::size_t open_ = 0;
  bool is_accepting_ = false;
};

}  // namespace parley::probe
