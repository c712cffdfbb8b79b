// websocketpp behind our own words: admission, caps, deadlines, and every connection closed exactly
// once.
#include "core/io/ws/ws_server.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "core/base/check.hpp"
#include "core/io/ws/ws_server_impl.hpp"

namespace parley::io {
namespace {

namespace opcode = websocketpp::frame::opcode;
namespace status = websocketpp::close::status;
namespace ws_error = websocketpp::error;

// Connections that are not through the handshake yet may come on top of max_connections, so that
// they can still be answered; past that a connection is reset unread.
constexpr std::size_t handshake_headroom = 256;
constexpr std::size_t max_http_body_bytes = 4096;
constexpr std::uint16_t close_slow_consumer = 4002;
constexpr std::uint16_t close_idle = 4004;

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

ws_server::impl::impl(boost::asio::io_context& loop, ws_server_settings settings,
                      ws_server_handlers handlers)
    : loop_(loop),
      settings_(std::move(settings)),
      handlers_(std::move(handlers)),
      admission_(settings_, address_hasher::random_secret()),
      acceptor_(loop, {[this](boost::asio::ip::tcp::socket s) { on_accepted(std::move(s)); },
                       [this](const std::string& reason) {
                         note(ws_notice_kind::accept_paused, 0, reason);
                       }}),
      first_bytes_(loop, settings_.stream_prefixes, settings_.handshake_timeout,
                   first_bytes_handlers()),
      idle_(
          loop, settings_.idle_timeout, [this](connection_id id) { on_quiet(id); },
          [this](connection_id id) { on_idle(id); }),
      held_(loop, [this](const held_frame& due) { on_held_frame_due(due); }) {
  PARLEY_CHECK(handlers_.on_open && handlers_.on_message && handlers_.on_close);
  PARLEY_CHECK(settings_.stream_prefixes.empty() || handlers_.on_exchange);
  setup_endpoint();
}

void ws_server::impl::setup_endpoint() {
  using hdl = websocketpp::connection_hdl;
  endpoint_.init_asio(&loop_);
  endpoint_.set_user_agent("");
  endpoint_.set_max_message_size(settings_.max_frame_bytes);
  endpoint_.set_max_http_body_size(max_http_body_bytes);
  endpoint_.set_open_handshake_timeout(static_cast<long>(settings_.handshake_timeout.count()));
  endpoint_.set_close_handshake_timeout(static_cast<long>(settings_.close_timeout.count()));
  const auto of = [this](const hdl& h) -> server_connection& {
    return *endpoint_.get_con_from_hdl(h);  // it lives: it is calling us
  };
  endpoint_.set_validate_handler([this, of](const hdl& h) { return on_validate(of(h)); });
  endpoint_.set_http_handler([this, of](const hdl& h) {
    answer_http(of(h), [this](const http_request& request) { return answer(request); });
  });
  endpoint_.set_open_handler([this, of](const hdl& h) { on_open(of(h)); });
  endpoint_.set_message_handler(
      [this, of](const hdl& h, const message_ptr& message) { on_frame(of(h), message); });
  endpoint_.set_ping_handler([this, of](const hdl& h, const std::string& payload) {
    on_ping(of(h), payload);
    return false;  // we have answered it
  });
  endpoint_.set_pong_handler([this, of](const hdl& h, const std::string&) { touch(of(h)); });
}

server_connection* ws_server::impl::find(connection_id id) const {
  const auto found = all_.find(id);
  return found == all_.end() ? nullptr : found->second.get();
}

void ws_server::impl::note(ws_notice_kind kind, connection_id id, std::string_view detail) const {
  if (handlers_.on_notice) handlers_.on_notice({kind, id, detail});
}

// ---- from accept to open ----

void ws_server::impl::on_accepted(boost::asio::ip::tcp::socket socket) {
  const auto open = all_.size() + first_bytes_.size() + exchanges_.size();
  if (open >= settings_.max_connections + handshake_headroom) {
    close_by_reset(socket);
    note(ws_notice_kind::handshake_refused, 0, "too many connections: reset unread");
    return;
  }
  if (settings_.stream_prefixes.empty()) return take_over(std::move(socket), {});
  first_bytes_.read_of(std::move(socket));
}

// websocketpp's from now on; `bytes` have been read from it already.
void ws_server::impl::take_over(boost::asio::ip::tcp::socket socket, std::string bytes) {
  const server_connection_ptr connection = endpoint_.get_connection();
  connection->id = ++last_id_;
  connection->get_raw_socket() = std::move(socket);
  connection->unread(std::move(bytes));
  // The one place that sees every end: closed, failed, answered as plain HTTP.
  connection->set_termination_handler(
      [this](const server_connection_ptr& ended) noexcept { on_terminated(*ended); });
  all_.emplace(connection->id, connection);
  if (hooks_ != nullptr && hooks_->on_accepted(connection->id) == connect_fate::reset)
    begin_reset(*connection);
  connection->start();
}

bool ws_server::impl::on_validate(server_connection& connection) {
  const strict_request& request = connection.get_request();
  const std::string& target = request.get_uri();
  boost::system::error_code gone;
  const handshake handshake{std::string_view(target).substr(0, target.find('?')),
                            request.get_header("Host"),
                            request.get_header("Origin"),
                            request.get_header("Sec-WebSocket-Protocol"),
                            request.get_header("X-Real-IP"),
                            connection.get_raw_socket().remote_endpoint(gone).address()};
  connection.peer = admission_.peer_of(handshake);
  if (const auto refusal = admission_.enter(handshake, connection.peer)) {
    note(ws_notice_kind::handshake_refused, connection.id,
         std::to_string(refusal->status) + " " + first_line(refusal->body));
    respond(connection, *refusal);
    return false;
  }
  connection.admitted = true;
  if (hooks_ != nullptr && !admit_by_hooks(connection)) return false;
  websocketpp::lib::error_code ec;
  connection.select_subprotocol(settings_.subprotocol, ec);
  PARLEY_CHECK(!ec);  // it was offered
  if (settings_.tells_connection_number) {
    connection.append_header(connection_number_header, std::to_string(connection.id));
  }
  return true;
}

http_response ws_server::impl::answer(const http_request& request) const {
  if (!admission_.takes_websockets(request.path)) return settings_.routes.answer(request);
  http_response response = http_refusal(426, "this path takes WebSockets");
  response.headers.emplace_back("Upgrade", "websocket");
  return response;
}

void ws_server::impl::on_open(server_connection& connection) {
  boost::system::error_code ignored;
  connection.get_raw_socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  connection.phase = connection_phase::open;
  connection.idle = idle_.add(connection.id);
  ++open_;
  if (hooks_ != nullptr) hooks_->on_open(connection.id);
  handlers_.on_open(connection.id, connection.peer);
}

// ---- frames ----

void ws_server::impl::on_frame(server_connection& connection, const message_ptr& message) {
  if (connection.phase != connection_phase::open) return;
  touch(connection);
  if (message->get_opcode() == opcode::text) {
    ++connection.frames_in;
    if (hooks_ != nullptr) return take_by_hooks(connection, message->get_payload());
    handlers_.on_message(connection.id, message->get_payload());
    return;
  }
  note(ws_notice_kind::bad_frame, connection.id, "binary");
  begin_close(connection, status::unsupported_data, "text frames only");
}

// Our pongs go through the same queue and under the same cap as everything else.
void ws_server::impl::on_ping(server_connection& connection, const std::string& payload) {
  if (connection.phase != connection_phase::open) return;
  touch(connection);
  static_cast<void>(queue(connection, opcode::pong, payload));
}

void ws_server::impl::touch(server_connection& connection) {
  if (connection.idle) idle_.touch(*connection.idle);
}

send_result ws_server::impl::queue(server_connection& connection, opcode::value op,
                                   std::string_view payload) {
  const std::size_t cost = payload.size() + frame_overhead_bytes;
  if (connection.queued_bytes + cost > settings_.max_queued_bytes) {
    note(ws_notice_kind::slow_consumer, connection.id, "too many bytes queued");
    begin_close(connection, close_slow_consumer, "slow_consumer");
    return send_result::overflow;
  }
  return queue_frame(connection, op, payload) ? send_result::ok : send_result::gone;
}

send_result ws_server::impl::send(connection_id id, std::string_view text) {
  server_connection* const connection = find(id);
  if (connection == nullptr || connection->phase != connection_phase::open) {
    return send_result::gone;
  }
  ++connection->frames_out;
  if (hooks_ != nullptr) return send_by_hooks(*connection, text);
  return queue(*connection, opcode::text, text);
}

std::size_t ws_server::impl::buffered(connection_id id) const {
  const server_connection* const connection = find(id);
  return connection == nullptr ? 0 : connection->queued_bytes;
}

// ---- the end of a connection ----

void ws_server::impl::close(connection_id id, std::uint16_t code, std::string_view reason) {
  if (server_connection* const connection = find(id)) begin_close(*connection, code, reason);
}

// A peer that is there answers by itself, a browser too, and is not idle: who only listens (waits
// for a partner) stays.
void ws_server::impl::on_quiet(connection_id id) {
  static_cast<void>(queue(*all_.at(id), opcode::ping, {}));
}

void ws_server::impl::on_idle(connection_id id) {
  note(ws_notice_kind::idle, id, "no frame for too long");
  begin_close(*all_.at(id), close_idle, "idle");
}

// Posted, so that no connection ends within its own call chain, nor within a call of the service.
void ws_server::impl::begin_close(server_connection& connection, std::uint16_t code,
                                  std::string_view reason) {
  if (connection.phase != connection_phase::open || connection.closes_when_sent) return;
  stop_watching(connection);
  connection.closes_when_sent = connection.held_out > 0;
  connection.close_code = code;
  connection.close_reason = cut_close_reason(reason);
  if (!connection.closes_when_sent) begin_close(connection);
}

void ws_server::impl::begin_close(server_connection& connection) {
  connection.phase = connection_phase::closing;
  boost::asio::post(loop_, [held = all_.at(connection.id)] {
    websocketpp::lib::error_code ec;
    held->close(held->close_code, held->close_reason, ec);
    const bool peer_was_quicker = ec == ws_error::make_error_code(ws_error::invalid_state);
    PARLEY_CHECK(!ec || peer_was_quicker);  // else: a code that may not be sent
    if (peer_was_quicker) held->close_code = 0;
  });
}

void ws_server::impl::close_all(std::uint16_t code, std::string_view reason) {
  close_exchanges();
  for (const auto& [id, connection] : all_) {
    if (connection->phase == connection_phase::handshaking) {
      begin_reset(*connection);
    } else {
      begin_close(*connection, code, reason);
    }
  }
}

void ws_server::impl::abort(connection_id id) {
  if (server_connection* const connection = find(id)) begin_reset(*connection);
}

void ws_server::impl::begin_reset(server_connection& connection) {
  if (connection.phase == connection_phase::open) connection.phase = connection_phase::closing;
  stop_watching(connection);
  boost::asio::post(loop_, [held = all_.at(connection.id)] { reset(*held); });
}

void ws_server::impl::stop_watching(server_connection& connection) {
  if (connection.idle) idle_.remove(*connection.idle);
  connection.idle.reset();
}

void ws_server::impl::on_terminated(server_connection& connection) {
  all_.erase(connection.id);
  stop_watching(connection);
  connection.end_shaping();
  if (hooks_ != nullptr) hooks_->on_ended(connection.id);
  if (connection.admitted) admission_.leave(connection.peer);
  if (connection.phase == connection_phase::handshaking) {
    on_handshake_failed(connection);
  } else {
    --open_;
    on_closed(connection);
  }
}

void ws_server::impl::on_handshake_failed(server_connection& connection) {
  reset_if_timed_out(connection);
  const auto why = connection.get_ec();
  const bool known = why == ws_error::make_error_code(ws_error::rejected) ||
                     why == ws_error::make_error_code(ws_error::http_connection_ended);
  if (!known) note(ws_notice_kind::handshake_failed, connection.id, why.message());
}

void ws_server::impl::on_closed(server_connection& connection) {
  if (reset_if_timed_out(connection)) {
    note(ws_notice_kind::close_timeout, connection.id, "the peer did not answer the close");
  }
  const ending ended = ending_of(connection);
  if (ended.bad_frame) note(ws_notice_kind::bad_frame, connection.id, ended.reason);
  handlers_.on_close(connection.id, ended.code, ended.reason);
}

// ---- the border ----

ws_server::ws_server(boost::asio::io_context& loop, ws_server_settings settings,
                     ws_server_handlers handlers)
    : impl_(std::make_unique<impl>(loop, std::move(settings), std::move(handlers))) {}
ws_server::~ws_server() = default;

void ws_server::listen(const std::string& address, std::uint16_t port) {
  impl_->listen(address, port);
}
std::uint16_t ws_server::port() const {
  return impl_->port();
}
void ws_server::refuse(std::string reason) {
  impl_->refuse(std::move(reason));
}
send_result ws_server::send(connection_id id, std::string_view text) {
  return impl_->send(id, text);
}
void ws_server::close(connection_id id, std::uint16_t code, std::string_view reason) {
  impl_->close(id, code, reason);
}
void ws_server::abort(connection_id id) {
  impl_->abort(id);
}
void ws_server::interfere(transport_hooks* hooks) {
  impl_->interfere(hooks);
}
void ws_server::shape(connection_id id, transport_direction direction, link_shape shape) {
  impl_->shape(id, direction, shape);
}
void ws_server::hang_up(connection_id id) {
  impl_->hang_up(id);
}
void ws_server::stop_listening() {
  impl_->stop_listening();
}
void ws_server::close_all(std::uint16_t code, std::string_view reason) {
  impl_->close_all(code, reason);
}
std::size_t ws_server::connections() const {
  return impl_->connections();
}
std::size_t ws_server::buffered(connection_id id) const {
  return impl_->buffered(id);
}

}  // namespace parley::io
