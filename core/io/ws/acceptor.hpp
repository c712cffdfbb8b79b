// Accepts TCP connections and never gives up: out of descriptors, it pauses and tries again.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <string>

namespace parley::io {

// One thread: the one that runs `loop`. To be destroyed only when the loop does not run any more.
class acceptor {
 public:
  struct handlers {
    std::function<void(boost::asio::ip::tcp::socket)> on_socket;
    std::function<void(const std::string& reason)> on_pause;  // once for each row of failures
  };

  acceptor(boost::asio::io_context& loop, handlers on);

  // Throws start_error with one line that names address, port and reason.
  void listen(const std::string& address, std::uint16_t port);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  void stop();

 private:
  void accept_next();
  void accept_after_pause();

  handlers handlers_;
  boost::asio::ip::tcp::acceptor socket_;
  boost::asio::steady_timer pause_;
  std::uint16_t port_ = 0;
  bool failing_ = false;
};

// Closes by a reset: the kernels at both ends keep nothing of the connection.
void close_by_reset(boost::asio::ip::tcp::socket& socket);

}  // namespace parley::io
