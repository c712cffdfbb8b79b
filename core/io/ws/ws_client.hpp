// WebSocket client connections, thousands over one object: for bots, the bench and tests.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/connection_id.hpp"
#include "core/io/ws/ws_types.hpp"

namespace parley::io {

struct ws_target {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::string path = "/";
  std::string origin;  // empty: none is sent
  std::string subprotocol = "parley.v1";
};

struct ws_failure {
  int status = 0;      // the HTTP status, 0 when no answer came
  std::string reason;  // the first line of the answer's body, or what the transport says
};

// Called exactly once per connect: either on_fail, or on_open and in the end on_close. Never from
// within a call of ours.
struct ws_client_handlers {
  std::function<void()> on_open;
  std::function<void(std::string_view text)> on_message;
  std::function<void(std::uint16_t code, std::string_view reason)> on_close;
  std::function<void(const ws_failure&)> on_fail;
};

struct ws_client_settings {
  std::size_t max_frame_bytes = 1'048'576;
  std::size_t max_queued_bytes = 1'048'576;
  std::chrono::milliseconds handshake_timeout{5'000};
  std::chrono::milliseconds close_timeout{2'000};
};

// Everything is called, and calls back, on the thread that runs `loop`. Destroy it once `loop` has
// run out, or is not going to run any more.
class ws_client {
 public:
  ws_client(boost::asio::io_context& loop, ws_client_settings settings);
  ~ws_client();
  ws_client(const ws_client&) = delete;
  ws_client& operator=(const ws_client&) = delete;

  // The id is this object's own, counted from 1.
  connection_id connect(const ws_target& target, ws_client_handlers handlers);

  send_result send(connection_id id, std::string_view text);
  void close(connection_id id, std::uint16_t code = 1000, std::string_view reason = {});
  void abort(connection_id id);  // RST; works while connecting too

  // From the next message on nothing more is read, so that the sender's bytes pile up; until
  // `read_again`. The end of a connection that is not read is noticed late.
  void stop_reading(connection_id id);
  void read_again(connection_id id);

  [[nodiscard]] std::size_t connections() const;  // open or connecting
  [[nodiscard]] std::size_t buffered(connection_id id) const;
  // The service's own number of an open connection, by connection_number_header; 0: not told.
  [[nodiscard]] connection_id number_at_service(connection_id id) const;

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace parley::io
