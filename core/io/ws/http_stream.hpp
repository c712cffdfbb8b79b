// An http_exchange over a TCP connection, by Boost.Beast. Inner part of ws_server.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "core/io/ws/http_exchange.hpp"

namespace parley::io {

// What the door looks at before it lets a request in.
struct http_visitor {
  std::string host;
  std::string origin;
  std::string real_ip;
  boost::asio::ip::address peer;
};

struct http_stream_settings {
  std::size_t piece_bytes = 65'536;
  std::chrono::milliseconds head_within{5'000};
  std::chrono::milliseconds piece_within{30'000};   // to arrive, or to be taken
  std::chrono::milliseconds whole_within{180'000};  // all of it: who is slower holds up others
  std::chrono::milliseconds close_within{2'000};    // what the peer still says is read for so long
};

// What one connection is handled by; it lives as long as something of it is under way.
class http_stream {
 public:
  struct handlers {
    std::function<http_verdict(const http_visitor&)> admit;
    std::function<void(std::shared_ptr<http_exchange>)> on_request;
    std::function<void()> on_closed;  // exactly once
  };

  // `bytes` have been read from the socket already.
  static std::shared_ptr<http_stream> start(boost::asio::ip::tcp::socket socket,
                                            const std::string& bytes, http_stream_settings settings,
                                            handlers on);

  virtual ~http_stream() = default;
  virtual void close() = 0;  // by a reset

 protected:
  http_stream() = default;
};

}  // namespace parley::io
