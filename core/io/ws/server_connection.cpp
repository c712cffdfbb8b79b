// The few things done to a websocketpp connection that need knowledge of its insides.
#include "core/io/ws/server_connection.hpp"

#include "core/io/ws/acceptor.hpp"

namespace parley::io {

namespace frame = websocketpp::frame;

bool queue_frame(server_connection& connection, frame::opcode::value opcode,
                 std::string_view payload) {
  using message = server_connection::message_type;
  const std::size_t cost = payload.size() + frame_overhead_bytes;
  // Messages live in the connection's own queues only, and its slot is a base class of it: it
  // outlives them.
  server_slot& slot = connection;
  const message::ptr ready(new message(nullptr, opcode, payload.size()), [&slot, cost](message* m) {
    slot.queued_bytes -= cost;
    delete m;
  });
  slot.queued_bytes += cost;
  ready->append_payload(payload.data(), payload.size());
  const frame::basic_header head(opcode, payload.size(), true, false);
  ready->set_header(frame::prepare_header(head, frame::extended_header(payload.size())));
  ready->set_prepared(true);
  return !connection.send(ready);
}

void queue_torn_frame(server_connection& connection, std::string_view payload, double part,
                      std::function<void()> sent) {
  using message = server_connection::message_type;
  const frame::basic_header head(frame::opcode::text, payload.size(), true, false);
  const std::string header = frame::prepare_header(head, frame::extended_header(payload.size()));
  // Of the header and what follows at least one byte goes out, and at least one is missing.
  const std::size_t whole = header.size() + payload.size();
  const auto most = static_cast<std::size_t>(static_cast<double>(whole) * part);
  const std::size_t size = std::min(std::max<std::size_t>(most, 1), whole - 1);
  const message::ptr torn(new message(nullptr, frame::opcode::text, size), [sent](message* m) {
    delete m;
    sent();
  });
  torn->set_header(header.substr(0, size));
  if (size > header.size()) torn->append_payload(payload.data(), size - header.size());
  torn->set_prepared(true);
  connection.send(torn);
}

void answer_http(server_connection& connection,
                 const std::function<http_response(const http_request&)>& answer) {
  const strict_request& raw = connection.get_request();
  // websocketpp would hand a chunked body over as an empty one.
  if (!raw.get_header("Transfer-Encoding").empty()) {
    respond(connection, http_refusal(411, "say Content-Length"));
    return;
  }
  http_request request;
  const std::string& target = raw.get_uri();
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.method = raw.get_method();
  request.path = target.substr(0, mark);
  request.query = target.substr(std::min(mark + 1, target.size()));
  request.body = raw.get_body();
  respond(connection, answer(request));
}

void respond(server_connection& connection, const http_response& response) {
  connection.set_status(static_cast<websocketpp::http::status_code::value>(response.status));
  connection.replace_header("Content-Type", response.content_type);
  connection.replace_header("Connection", "close");
  for (const auto& [name, value] : response.headers)
    connection.replace_header(name, value);
  connection.set_body(response.body);
  if (response.body.empty()) connection.replace_header("Content-Length", "0");
}

void reset(server_connection& connection) {
  connection.end_shaping();
  close_by_reset(connection.get_raw_socket());
  // Without a read or write under way websocketpp would not notice by itself.
  connection.terminate(websocketpp::error::make_error_code(websocketpp::error::general));
}

void hang_up(server_connection& connection) {
  connection.end_shaping();
  connection.terminate(websocketpp::error::make_error_code(websocketpp::error::general));
}

bool reset_if_timed_out(server_connection& connection) {
  namespace ws_error = websocketpp::error;
  const auto why = connection.get_ec();
  if (why != ws_error::make_error_code(ws_error::open_handshake_timeout) &&
      why != ws_error::make_error_code(ws_error::close_handshake_timeout)) {
    return false;
  }
  close_by_reset(connection.get_raw_socket());
  return true;
}

ending ending_of(const server_connection& connection) {
  namespace status = websocketpp::close::status;
  if (connection.close_code != 0) return {connection.close_code, connection.close_reason, false};
  const std::uint16_t said = connection.get_remote_close_code();
  const std::string& why = connection.get_remote_close_reason();
  const std::uint16_t answered = connection.get_local_close_code();
  const std::string& because = connection.get_local_close_reason();
  // websocketpp echoes a good close; what it closes with otherwise is its verdict on a frame.
  const bool echoed = said == answered && why == because;
  if (!echoed && status::terminal(answered)) return {answered, because, true};
  if (said != status::abnormal_close) return {said, why, false};
  return {status::abnormal_close, "connection lost", false};
}

}  // namespace parley::io
