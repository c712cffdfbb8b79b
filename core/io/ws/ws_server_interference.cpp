// What ws_server does with connections and frames while hooks are set; without them nothing here is
// entered.
#include <boost/asio/post.hpp>
#include <utility>

#include "core/io/ws/ws_server_impl.hpp"

namespace parley::io {

void ws_server::impl::interfere(transport_hooks* hooks) {
  hooks_ = hooks;
  held_.release();
}

void ws_server::impl::shape(connection_id id, transport_direction direction, link_shape shape) {
  if (server_connection* const connection = find(id)) connection->shape(direction, shape);
}

void ws_server::impl::hang_up(connection_id id) {
  server_connection* const connection = find(id);
  if (connection == nullptr) return;
  if (connection->phase == connection_phase::open) connection->phase = connection_phase::closing;
  stop_watching(*connection);
  boost::asio::post(loop_, [held = all_.at(id)] { io::hang_up(*held); });
}

bool ws_server::impl::admit_by_hooks(server_connection& connection) {
  switch (hooks_->on_handshake(connection.id)) {
    case connect_fate::go_on:
      return true;
    case connect_fate::refuse:
      note(ws_notice_kind::handshake_refused, connection.id, "503 fault");
      respond(connection, http_refusal(503, "fault"));
      return false;
    case connect_fate::reset:
      // What websocketpp answers now must not leave before the reset.
      connection.shape(transport_direction::outbound, {true, 0});
      begin_reset(connection);
      return false;
  }
  return true;
}

void ws_server::impl::take_by_hooks(server_connection& connection, std::string_view text) {
  const auto inbound = transport_direction::inbound;
  const frame_fate fate = hooks_->on_frame(connection.id, inbound, connection.frames_in);
  if (fate.what == frame_fate::kind::lose || connection.closes_when_sent) return;
  if (fate.again) hold(connection, inbound, text, *fate.again);
  if (fate.due) return hold(connection, inbound, text, *fate.due);
  if (connection.phase == connection_phase::open) handlers_.on_message(connection.id, text);
}

send_result ws_server::impl::send_by_hooks(server_connection& connection, std::string_view text) {
  const auto outbound = transport_direction::outbound;
  const frame_fate fate = hooks_->on_frame(connection.id, outbound, connection.frames_out);
  const bool is_open = connection.phase == connection_phase::open && !connection.closes_when_sent;
  if (!is_open) return send_result::gone;
  if (fate.what == frame_fate::kind::lose) return send_result::ok;
  if (fate.what == frame_fate::kind::tear) {
    tear(connection, text, fate.part);
    return send_result::ok;
  }
  if (fate.again) hold(connection, outbound, text, *fate.again);
  if (!fate.due) return queue(connection, websocketpp::frame::opcode::text, text);
  hold(connection, outbound, text, *fate.due);
  return send_result::ok;
}

void ws_server::impl::tear(server_connection& connection, std::string_view text, double part) {
  connection.phase = connection_phase::closing;
  stop_watching(connection);
  const std::weak_ptr<server_connection> weak = all_.at(connection.id);
  queue_torn_frame(connection, text, part, [this, weak] {
    boost::asio::post(loop_, [weak] {
      if (const auto held = weak.lock()) reset(*held);
    });
  });
}

// Who holds back too much is closed like one who does not read.
void ws_server::impl::hold(server_connection& connection, transport_direction direction,
                           std::string_view text, held_frames::clock::time_point due) {
  if (connection.held_bytes + text.size() > settings_.max_queued_bytes) {
    note(ws_notice_kind::slow_consumer, connection.id, "too many bytes held back");
    begin_close(connection, 4002, "slow_consumer");
    return;
  }
  connection.held_bytes += text.size();
  if (direction == transport_direction::outbound) ++connection.held_out;
  held_.put({connection.id, direction, std::string(text)}, due);
}

void ws_server::impl::on_held_frame_due(const held_frame& due) {
  server_connection* const connection = find(due.connection);
  if (connection == nullptr) return;
  connection->held_bytes -= due.text.size();
  if (due.direction == transport_direction::outbound) --connection->held_out;
  if (connection->phase != connection_phase::open) return;
  if (due.direction == transport_direction::outbound) {
    static_cast<void>(queue(*connection, websocketpp::frame::opcode::text, due.text));
    if (connection->closes_when_sent && connection->held_out == 0) begin_close(*connection);
  } else if (!connection->closes_when_sent) {
    handlers_.on_message(connection->id, due.text);
  }
}

}  // namespace parley::io
