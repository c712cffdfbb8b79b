// The accept loop of both servers. websocketpp's own does not survive every error of accept.
#include "core/io/ws/acceptor.hpp"

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <utility>

#include "core/io/start_error.hpp"

namespace parley::io {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds pause_after_failure{100};

void require(const error_code& ec, const std::string& address, std::uint16_t port) {
  if (ec) {
    throw start_error("cannot listen on " + address + ":" + std::to_string(port) + ": " +
                      ec.message());
  }
}

}  // namespace

acceptor::acceptor(boost::asio::io_context& loop, handlers on)
    : handlers_(std::move(on)), socket_(loop), pause_(loop) {}

void acceptor::listen(const std::string& address, std::uint16_t port) {
  error_code ec;
  const tcp::endpoint endpoint(boost::asio::ip::make_address(address, ec), port);
  require(ec, address, port);
  socket_.open(endpoint.protocol(), ec);
  require(ec, address, port);
  socket_.set_option(tcp::acceptor::reuse_address(true), ec);
  require(ec, address, port);
  socket_.bind(endpoint, ec);
  require(ec, address, port);
  socket_.listen(tcp::acceptor::max_listen_connections, ec);
  require(ec, address, port);
  port_ = socket_.local_endpoint().port();
  accept_next();
}

void acceptor::stop() {
  error_code ignored;
  socket_.close(ignored);
  pause_.cancel();
}

void acceptor::accept_next() {
  socket_.async_accept([this](const error_code& ec, tcp::socket socket) {
    if (!socket_.is_open()) return;  // stopped
    if (ec) {
      if (!failing_) handlers_.on_pause(ec.message());
      failing_ = true;
      accept_after_pause();
      return;
    }
    failing_ = false;
    handlers_.on_socket(std::move(socket));
    if (socket_.is_open()) accept_next();
  });
}

// Who waits in the backlog keeps waiting; trying again at once would only burn the loop's time.
void acceptor::accept_after_pause() {
  pause_.expires_after(pause_after_failure);
  pause_.async_wait([this](const error_code& ec) {
    if (!ec && socket_.is_open()) accept_next();
  });
}

// Closed here and not by the destructor, for Asio's destructor takes SO_LINGER back.
void close_by_reset(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(tcp::socket::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace parley::io
