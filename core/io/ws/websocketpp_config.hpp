// How websocketpp 0.8.2 is set up here; only this island includes it. One thread, no logging, no
// compression.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/core.hpp>
#include <websocketpp/logger/stub.hpp>
#include <websocketpp/processors/processor.hpp>
#include <websocketpp/random/random_device.hpp>
#include <websocketpp/transport/asio/endpoint.hpp>

namespace parley::io {

// Left to itself, websocketpp would speak the drafts 00, 07 and 08 too, and answer 500 where the
// version is missing.
struct strict_request : websocketpp::http::parser::request {
  std::size_t consume(const char* bytes, std::size_t size) {
    const std::size_t used = request::consume(bytes, size);
    if (ready() && websocketpp::processor::is_websocket_handshake(*this) &&
        get_header("Sec-WebSocket-Version") != "13") {
      throw websocketpp::http::exception("only version 13",
                                         websocketpp::http::status_code::bad_request);
    }
    return used;
  }
};

// `Slot` is what each connection carries for us, as its base class; `Socket` the layer below.
template <class Request, class Slot,
          class Socket = websocketpp::transport::asio::basic_socket::endpoint>
struct websocketpp_config : websocketpp::config::core {
  using type = websocketpp_config;
  using concurrency_type = websocketpp::concurrency::none;
  using request_type = Request;
  using elog_type = websocketpp::log::stub;
  using alog_type = websocketpp::log::stub;
  using rng_type =
      websocketpp::random::random_device::int_generator<std::uint32_t, concurrency_type>;
  using connection_base = Slot;
  static const bool enable_multithreading = false;
  static const std::size_t connection_read_buffer_size =
      2048;  // per connection, for its whole life

  struct transport_config : websocketpp::config::core::transport_config {
    using concurrency_type = type::concurrency_type;
    using elog_type = type::elog_type;
    using alog_type = type::alog_type;
    using request_type = type::request_type;
    using response_type = type::response_type;
    using socket_type = Socket;
    static const bool enable_multithreading = false;
  };
  using transport_type = websocketpp::transport::asio::endpoint<transport_config>;
};

// A close reason has room for 123 bytes; the cut must not split a character, for the frame has to
// be UTF-8.
inline std::string cut_close_reason(std::string_view reason) {
  std::size_t size =
      std::min<std::size_t>(reason.size(), websocketpp::frame::limits::close_reason_size);
  while (size < reason.size() && size > 0 &&
         (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80) {
    --size;
  }
  return std::string(reason.substr(0, size));
}

}  // namespace parley::io
