// websocketpp's client half. Names are resolved and sockets connected here, so that an address
// costs no resolver thread.
#include "core/io/ws/ws_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <charconv>
#include <unordered_map>
#include <utility>
#include <websocketpp/client.hpp>

#include "core/base/check.hpp"
#include "core/io/ws/acceptor.hpp"
#include "core/io/ws/websocketpp_config.hpp"

namespace parley::io {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;
namespace ws_error = websocketpp::error;

struct client_slot {
  connection_id id = 0;
  ws_client_handlers handlers;
  bool opened = false;
  std::uint16_t close_code = 0;  // what we close it with; 0: we do not
  std::string close_reason;
  std::string trouble;  // what kept the TCP connection from being made
  bool wants_to_read = true;
  bool reads = true;
};

using client_endpoint =
    websocketpp::client<websocketpp_config<websocketpp::http::parser::request, client_slot>>;
using client_connection = client_endpoint::connection_type;
using client_connection_ptr = client_endpoint::connection_ptr;

ws_failure failure_of(const client_connection& connection) {
  const int status = connection.get_response_code();
  if (!connection.trouble.empty()) return {status, connection.trouble};
  const std::string& body = connection.get_response().get_body();
  if (body.empty()) return {status, connection.get_ec().message()};
  return {status, body.substr(0, body.find('\n'))};
}

}  // namespace

class ws_client::impl {
 public:
  impl(boost::asio::io_context& loop, ws_client_settings settings);

  connection_id connect(const ws_target& target, ws_client_handlers handlers);
  send_result send(connection_id id, std::string_view text);
  void close(connection_id id, std::uint16_t code, std::string_view reason);
  void abort(connection_id id);
  void stop_reading(connection_id id);
  void read_again(connection_id id);
  [[nodiscard]] std::size_t connections() const { return all_.size(); }
  [[nodiscard]] std::size_t buffered(connection_id id) const;
  [[nodiscard]] connection_id number_at_service(connection_id id) const;

 private:
  [[nodiscard]] client_connection_ptr make_connection(const ws_target& target);
  void resolve(const client_connection_ptr& connection, const ws_target& target);
  void on_connected(const client_connection_ptr& connection, const error_code& ec);
  void on_terminated(client_connection& connection);
  [[nodiscard]] client_connection_ptr find(connection_id id) const;

  boost::asio::io_context& loop_;
  const ws_client_settings settings_;
  client_endpoint endpoint_;
  std::unordered_map<connection_id, client_connection_ptr> all_;
  connection_id last_id_ = 0;
};

ws_client::impl::impl(boost::asio::io_context& loop, ws_client_settings settings)
    : loop_(loop), settings_(settings) {
  using hdl = websocketpp::connection_hdl;
  endpoint_.init_asio(&loop_);
  endpoint_.set_user_agent("parley");
  endpoint_.set_max_message_size(settings_.max_frame_bytes);
  endpoint_.set_open_handshake_timeout(static_cast<long>(settings_.handshake_timeout.count()));
  endpoint_.set_close_handshake_timeout(static_cast<long>(settings_.close_timeout.count()));
  endpoint_.set_open_handler([this](const hdl& h) {
    client_connection& connection = *endpoint_.get_con_from_hdl(h);
    error_code ignored;
    connection.get_raw_socket().set_option(tcp::no_delay(true), ignored);
    connection.opened = true;
    connection.handlers.on_open();
  });
  endpoint_.set_message_handler([this](const hdl& h, const client_endpoint::message_ptr& message) {
    client_connection& connection = *endpoint_.get_con_from_hdl(h);
    if (connection.close_code == 0) connection.handlers.on_message(message->get_payload());
    // Only here is no read under way, so that going on later cannot make two of them.
    if (connection.wants_to_read || !connection.reads) return;
    connection.reads = false;
    connection.pause_reading();
  });
}

client_connection_ptr ws_client::impl::find(connection_id id) const {
  const auto found = all_.find(id);
  return found == all_.end() ? nullptr : found->second;
}

// ---- connecting ----

client_connection_ptr ws_client::impl::make_connection(const ws_target& target) {
  websocketpp::lib::error_code ec;
  const auto uri = std::make_shared<websocketpp::uri>(false, target.host, target.port, target.path);
  client_connection_ptr connection = endpoint_.get_connection(uri, ec);
  PARLEY_CHECK(!ec);
  if (!target.subprotocol.empty()) connection->add_subprotocol(target.subprotocol, ec);
  PARLEY_CHECK(!ec);
  if (!target.origin.empty()) connection->append_header("Origin", target.origin);
  return connection;
}

connection_id ws_client::impl::connect(const ws_target& target, ws_client_handlers handlers) {
  PARLEY_CHECK(handlers.on_open && handlers.on_message && handlers.on_close && handlers.on_fail);
  const client_connection_ptr connection = make_connection(target);
  connection->id = ++last_id_;
  connection->handlers = std::move(handlers);
  connection->set_termination_handler(
      [this](const client_connection_ptr& ended) noexcept { on_terminated(*ended); });
  all_.emplace(connection->id, connection);
  resolve(connection, target);
  return connection->id;
}

void ws_client::impl::resolve(const client_connection_ptr& connection, const ws_target& target) {
  const auto deadline = connection->set_timer(
      static_cast<long>(settings_.handshake_timeout.count()), [connection](const auto& ec) {
        if (ec) return;
        close_by_reset(connection->get_raw_socket());
        connection->terminate(ws_error::make_error_code(ws_error::open_handshake_timeout));
      });
  const auto connected = [this, connection, deadline](const error_code& ec) {
    deadline->cancel();
    on_connected(connection, ec);
  };
  error_code not_an_address;
  const auto address = boost::asio::ip::make_address(target.host, not_an_address);
  if (!not_an_address) {
    connection->get_raw_socket().async_connect({address, target.port}, connected);
    return;
  }
  const auto resolver = std::make_shared<tcp::resolver>(loop_);
  resolver->async_resolve(
      target.host, std::to_string(target.port),
      [connection, connected, resolver](const error_code& ec, const auto& endpoints) {
        if (ec) {
          connected(ec);
          return;
        }
        boost::asio::async_connect(connection->get_raw_socket(), endpoints,
                                   [connected](const error_code& e, const auto&) { connected(e); });
      });
}

void ws_client::impl::on_connected(const client_connection_ptr& connection, const error_code& ec) {
  if (connection->get_state() == websocketpp::session::state::closed) return;  // aborted, too late
  if (ec) {
    connection->trouble = ec.message();
    connection->terminate(ws_error::make_error_code(ws_error::general));
    return;
  }
  connection->start();
}

// ---- sending and the end ----

send_result ws_client::impl::send(connection_id id, std::string_view text) {
  const client_connection_ptr connection = find(id);
  if (!connection || connection->close_code != 0) return send_result::gone;
  if (connection->get_buffered_amount() + text.size() > settings_.max_queued_bytes) {
    abort(id);
    return send_result::overflow;
  }
  const auto ec = connection->send(text.data(), text.size(), websocketpp::frame::opcode::text);
  return ec ? send_result::gone : send_result::ok;
}

std::size_t ws_client::impl::buffered(connection_id id) const {
  const client_connection_ptr connection = find(id);
  return connection ? connection->get_buffered_amount() : 0;
}

connection_id ws_client::impl::number_at_service(connection_id id) const {
  const client_connection_ptr connection = find(id);
  if (!connection) return 0;
  const std::string& told = connection->get_response_header(connection_number_header);
  connection_id number = 0;
  std::from_chars(told.data(), told.data() + told.size(), number);
  return number;
}

void ws_client::impl::close(connection_id id, std::uint16_t code, std::string_view reason) {
  const client_connection_ptr connection = find(id);
  if (!connection || connection->close_code != 0) return;
  if (!connection->opened) {
    abort(id);
    return;
  }
  connection->close_code = code;
  connection->close_reason = cut_close_reason(reason);
  boost::asio::post(loop_, [connection] {
    websocketpp::lib::error_code ec;
    connection->close(connection->close_code, connection->close_reason, ec);
    if (ec) connection->close_code = 0;  // the server was quicker
  });
}

void ws_client::impl::abort(connection_id id) {
  const client_connection_ptr connection = find(id);
  if (!connection) return;
  boost::asio::post(loop_, [connection] {
    close_by_reset(connection->get_raw_socket());
    connection->trouble = "aborted";
    connection->terminate(ws_error::make_error_code(ws_error::general));
  });
}

void ws_client::impl::stop_reading(connection_id id) {
  if (const auto connection = find(id)) connection->wants_to_read = false;
}

void ws_client::impl::read_again(connection_id id) {
  const client_connection_ptr connection = find(id);
  if (!connection || connection->wants_to_read) return;
  connection->wants_to_read = true;
  boost::asio::post(loop_, [connection] {
    if (connection->reads || !connection->wants_to_read) return;
    connection->reads = true;
    connection->resume_reading();
  });
}

void ws_client::impl::on_terminated(client_connection& connection) {
  all_.erase(connection.id);
  const ws_client_handlers handlers = std::move(connection.handlers);  // they may hold their owner
  if (!connection.opened) {
    handlers.on_fail(failure_of(connection));
    return;
  }
  namespace status = websocketpp::close::status;
  const bool server_spoke = connection.get_remote_close_code() != status::abnormal_close;
  if (server_spoke && connection.close_code == 0) {
    handlers.on_close(connection.get_remote_close_code(), connection.get_remote_close_reason());
  } else if (connection.close_code != 0) {
    handlers.on_close(connection.close_code, connection.close_reason);
  } else {
    handlers.on_close(connection.get_local_close_code(), connection.get_local_close_reason());
  }
}

// ---- the border ----

ws_client::ws_client(boost::asio::io_context& loop, ws_client_settings settings)
    : impl_(std::make_unique<impl>(loop, settings)) {}
ws_client::~ws_client() = default;

connection_id ws_client::connect(const ws_target& target, ws_client_handlers handlers) {
  return impl_->connect(target, std::move(handlers));
}
send_result ws_client::send(connection_id id, std::string_view text) {
  return impl_->send(id, text);
}
void ws_client::close(connection_id id, std::uint16_t code, std::string_view reason) {
  impl_->close(id, code, reason);
}
void ws_client::abort(connection_id id) {
  impl_->abort(id);
}
void ws_client::stop_reading(connection_id id) {
  impl_->stop_reading(id);
}
void ws_client::read_again(connection_id id) {
  impl_->read_again(id);
}
std::size_t ws_client::connections() const {
  return impl_->connections();
}
std::size_t ws_client::buffered(connection_id id) const {
  return impl_->buffered(id);
}
connection_id ws_client::number_at_service(connection_id id) const {
  return impl_->number_at_service(id);
}

}  // namespace parley::io
