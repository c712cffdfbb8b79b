// The server's connections as websocketpp knows them, with what we keep for each.
#pragma once

#include <optional>
#include <websocketpp/server.hpp>

#include "core/io/ws/http_router.hpp"
#include "core/io/ws/idle_watch.hpp"
#include "core/io/ws/shaped_socket.hpp"
#include "core/io/ws/websocketpp_config.hpp"
#include "core/io/ws/ws_server.hpp"

namespace parley::io {

enum class connection_phase {
  handshaking,  // or answering plain HTTP
  open,
  closing,  // we want it closed: nothing more is sent or delivered
};

struct server_slot {
  connection_id id = 0;
  connection_phase phase = connection_phase::handshaking;
  bool admitted = false;  // counts against the caps
  ws_peer peer;
  std::optional<idle_watch::place> idle;
  std::uint16_t close_code = 0;  // what we close it with; 0: we do not
  std::string close_reason;
  std::size_t queued_bytes = 0;  // with us, the write under way included; not yet with the kernel
  std::uint64_t frames_in = 0;   // text frames so far
  std::uint64_t frames_out = 0;
  std::size_t held_bytes = 0;     // of frames that are handed on later, both ways
  std::size_t held_out = 0;       // frames to the peer that are sent later
  bool closes_when_sent = false;  // as soon as they are
};

using server_endpoint =
    websocketpp::server<websocketpp_config<strict_request, server_slot, shaped_endpoint>>;
using server_connection = server_endpoint::connection_type;
using server_connection_ptr = server_endpoint::connection_ptr;

// What a queued frame costs beyond its payload, so that a queue of tiny frames is bounded too.
constexpr std::size_t frame_overhead_bytes = 192;

// Queues a frame that is ready for the wire: one copy of the payload, and counted in `queued_bytes`
// until the kernel has it (websocketpp's own count forgets what it is writing). False if the
// connection is not open.
bool queue_frame(server_connection& connection, websocketpp::frame::opcode::value opcode,
                 std::string_view payload);

// Answers the plain HTTP request of `connection` with what `answer` says to it.
void answer_http(server_connection& connection,
                 const std::function<http_response(const http_request&)>& answer);

// Puts a response on a connection whose request has been read; websocketpp sends it and hangs up.
void respond(server_connection& connection, const http_response& response);

// Queues the beginning of a text frame that says it is whole, and calls `sent` when the kernel has
// it. `part` in [0, 1) says how much.
void queue_torn_frame(server_connection& connection, std::string_view payload, double part,
                      std::function<void()> sent);

// Ends the connection by a reset of its TCP. Never within the connection's own call chain.
void reset(server_connection& connection);

// Likewise by a FIN, without a close frame.
void hang_up(server_connection& connection);

// After a time-out of handshake, answer or close: resets the TCP, else the kernel would keep what
// the peer does not take. True if it did.
bool reset_if_timed_out(server_connection& connection);

// How a connection ended: by what we wanted, else by what the peer said, else by a frame that
// websocketpp refused, else it just broke (1006).
struct ending {
  std::uint16_t code;
  std::string reason;
  bool bad_frame;
};
[[nodiscard]] ending ending_of(const server_connection& connection);

}  // namespace parley::io
