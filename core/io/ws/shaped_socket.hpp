// websocketpp's socket layer with a gate in each direction, so that a connection can be frozen and
// throttled below the protocol, byte for byte. Unshaped, it costs one look at a null pointer.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <websocketpp/transport/asio/security/none.hpp>

#include "core/io/ws/traffic_gate.hpp"

namespace parley::io {

// What websocketpp takes for its stream: reads and writes go to the TCP socket of the base class.
// Handlers hold the connection that this is a part of.
class shaped_connection : public websocketpp::transport::asio::basic_socket::connection {
  using tcp_socket = boost::asio::ip::tcp::socket;
  using error_code = boost::system::error_code;

 public:
  using type = shaped_connection;
  using ptr = std::shared_ptr<shaped_connection>;
  using executor_type = tcp_socket::executor_type;

  shaped_connection& get_socket() { return *this; }
  executor_type get_executor() { return get_raw_socket().get_executor(); }

  // Not after `end_shaping`.
  void shape(transport_direction direction, link_shape shape) {
    if (has_ended_) return;
    if (!gates_) gates_ = std::make_unique<gates>(get_executor());
    (direction == transport_direction::inbound ? gates_->in : gates_->out).shape(shape);
  }

  // The connection is over: nothing is held any more, and what was held counts as aborted.
  void end_shaping() {
    has_ended_ = true;
    if (!gates_) return;
    gates_->in.shape({});
    gates_->out.shape({});
  }

  // Bytes that somebody has read from the socket already: they come first.
  void unread(std::string bytes) { unread_ = std::move(bytes); }

  // Handlers are taken by reference: Asio makes them from what the buffers are made from.
  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    auto took = [this, handler = std::move(handler)](const error_code& error,
                                                     std::size_t size) mutable {
      if (!gates_) return handler(error, size);
      gates_->in.pass(size, [this, handler = std::move(handler), error, size]() mutable {
        if (has_ended_) return handler(boost::asio::error::operation_aborted, 0);
        handler(error, size);
      });
    };
    if (unread_.empty()) {
      get_raw_socket().async_read_some(buffers, std::move(took));
      return;
    }
    const auto size = boost::asio::buffer_copy(buffers, boost::asio::buffer(unread_));
    unread_.erase(0, size);
    boost::asio::post(get_executor(),
                      [took = std::move(took), size]() mutable { took(error_code{}, size); });
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (!gates_) {
      get_raw_socket().async_write_some(buffers, std::forward<Handler>(handler));
      return;
    }
    const boost::asio::const_buffer first = first_of(buffers);
    const auto portion = boost::asio::buffer(first, gates_->out.portion(first.size()));
    gates_->out.pass(portion.size(),
                     [this, portion, handler = std::forward<Handler>(handler)]() mutable {
                       get_raw_socket().async_write_some(portion, std::move(handler));
                     });
  }

 private:
  struct gates {
    explicit gates(const executor_type& executor) : in(executor), out(executor) {}
    traffic_gate in;
    traffic_gate out;
  };

  template <class Buffers>
  static boost::asio::const_buffer first_of(const Buffers& buffers) {
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at) {
      const boost::asio::const_buffer each(*at);
      if (each.size() > 0) return each;
    }
    return {};
  }

  std::string unread_;
  std::unique_ptr<gates> gates_;  // once it has been shaped
  bool has_ended_ = false;
};

class shaped_endpoint : public websocketpp::transport::asio::basic_socket::endpoint {
 public:
  using type = shaped_endpoint;
  using socket_con_type = shaped_connection;
  using socket_con_ptr = shaped_connection::ptr;
};

}  // namespace parley::io
