// The inside of ws_server: which connections there are, and what is done with them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/io/ws/acceptor.hpp"
#include "core/io/ws/admission.hpp"
#include "core/io/ws/first_bytes.hpp"
#include "core/io/ws/held_frames.hpp"
#include "core/io/ws/http_stream.hpp"
#include "core/io/ws/idle_watch.hpp"
#include "core/io/ws/server_connection.hpp"
#include "core/io/ws/ws_server.hpp"

namespace parley::io {

class ws_server::impl {
 public:
  impl(boost::asio::io_context& loop, ws_server_settings settings, ws_server_handlers handlers);

  void listen(const std::string& address, std::uint16_t port) { acceptor_.listen(address, port); }
  [[nodiscard]] std::uint16_t port() const { return acceptor_.port(); }
  void stop_listening() {
    acceptor_.stop();
    first_bytes_.close_all();
  }
  void refuse(std::string reason) { admission_.refuse(std::move(reason)); }
  send_result send(connection_id id, std::string_view text);
  void close(connection_id id, std::uint16_t code, std::string_view reason);
  void close_all(std::uint16_t code, std::string_view reason);
  void abort(connection_id id);
  void interfere(transport_hooks* hooks);
  void shape(connection_id id, transport_direction direction, link_shape shape);
  void hang_up(connection_id id);
  [[nodiscard]] std::size_t connections() const { return open_; }
  [[nodiscard]] std::size_t buffered(connection_id id) const;

 private:
  using message_ptr = server_connection::message_ptr;

  void setup_endpoint();
  [[nodiscard]] server_connection* find(connection_id id) const;
  void on_accepted(boost::asio::ip::tcp::socket socket);
  void take_over(boost::asio::ip::tcp::socket socket, std::string bytes);
  bool on_validate(server_connection& connection);
  void on_open(server_connection& connection);
  void on_frame(server_connection& connection, const message_ptr& message);
  void on_ping(server_connection& connection, const std::string& payload);
  void on_quiet(connection_id id);
  void on_idle(connection_id id);
  void on_terminated(server_connection& connection);
  void on_handshake_failed(server_connection& connection);
  void on_closed(server_connection& connection);

  [[nodiscard]] http_response answer(const http_request& request) const;
  [[nodiscard]] send_result queue(server_connection& connection,
                                  websocketpp::frame::opcode::value opcode,
                                  std::string_view payload);
  void begin_close(server_connection& connection, std::uint16_t code, std::string_view reason);
  void begin_close(server_connection& connection);
  void begin_reset(server_connection& connection);
  void touch(server_connection& connection);
  void stop_watching(server_connection& connection);

  // Plain HTTP in pieces (ws_server_exchanges.cpp).
  [[nodiscard]] first_bytes::handlers first_bytes_handlers();
  void begin_exchange(boost::asio::ip::tcp::socket socket, const std::string& bytes);
  void close_exchanges();

  // Only with hooks (ws_server_interference.cpp).
  bool admit_by_hooks(server_connection& connection);
  void take_by_hooks(server_connection& connection, std::string_view text);
  [[nodiscard]] send_result send_by_hooks(server_connection& connection, std::string_view text);
  void tear(server_connection& connection, std::string_view text, double part);
  void hold(server_connection& connection, transport_direction direction, std::string_view text,
            held_frames::clock::time_point due);
  void on_held_frame_due(const held_frame& due);

  void note(ws_notice_kind kind, connection_id id, std::string_view detail) const;

  boost::asio::io_context& loop_;
  const ws_server_settings settings_;
  const ws_server_handlers handlers_;
  admission admission_;
  server_endpoint endpoint_;
  acceptor acceptor_;
  first_bytes first_bytes_;
  std::list<std::weak_ptr<http_stream>> exchanges_;
  const std::shared_ptr<bool> lives_ = std::make_shared<bool>(true);  // asked by what outlives us
  idle_watch idle_;
  held_frames held_;
  transport_hooks* hooks_ = nullptr;
  std::unordered_map<connection_id, server_connection_ptr> all_;  // from accept until the end
  connection_id last_id_ = 0;
  std::size_t open_ = 0;
};

}  // namespace parley::io
