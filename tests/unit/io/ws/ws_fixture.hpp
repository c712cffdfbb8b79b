// What the tests of the servers share: a loop driven by the test, a raw TCP peer that may send any
// rubbish, and a server that remembers what it was told.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/io/ws/ws_server.hpp"

namespace parley::io::test {

using namespace std::chrono_literals;

// Runs the loop until `done` says so. The limit only ends a failing test: nothing waits for it
// otherwise.
[[nodiscard]] bool run_until(boost::asio::io_context& loop, const std::function<bool()>& done,
                             std::chrono::milliseconds limit = 10s);

// A TCP client without any protocol. It reads all that comes, unless told not to.
class raw_peer {
 public:
  raw_peer(boost::asio::io_context& loop, std::uint16_t port, bool reading = true);

  void send(std::string_view bytes);  // blocks; what the peer has cut off meanwhile is ignored
  void start_reading() { read(); }
  void reset();   // RST
  void finish();  // FIN: nothing more will be sent
  [[nodiscard]] bool has(std::string_view text) const;
  [[nodiscard]] int status() const;          // of the HTTP response; 0 while there is none
  [[nodiscard]] std::string frames();        // what came behind the HTTP response
  [[nodiscard]] std::uint16_t close_code();  // of a close frame among the (short) frames; 0: none

  std::string received;
  boost::system::error_code ended;  // eof or connection_reset, once reading has ended

 private:
  void read();

  boost::asio::io_context& loop_;
  boost::asio::ip::tcp::socket socket_;
  char buffer_[4096];
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // a read may outlive the peer
};

// An upgrade request that the server accepts. `changes` replaces a header, or removes it by an
// empty value.
using headers = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string upgrade(std::string_view path = "/match", const headers& changes = {});

// A client's frame. The mask is all zeros unless it is left out.
enum class masking { on, off };
[[nodiscard]] std::string frame(int opcode, std::string_view payload, bool fin = true,
                                masking mask = masking::on);
[[nodiscard]] std::string close_frame(std::uint16_t code, std::string_view reason = {});

struct close_event {
  connection_id id;
  std::uint16_t code;
  std::string reason;
};

// Limits that let a test reach them.
[[nodiscard]] ws_server_settings quick_settings();

// A listening server on an ephemeral port, and its diary.
class recorded_server {
 public:
  explicit recorded_server(ws_server_settings settings = quick_settings());

  [[nodiscard]] bool until(const std::function<bool()>& done) { return run_until(loop, done); }
  [[nodiscard]] raw_peer dial(bool reading = true) { return {loop, server.port(), reading}; }
  // A peer through its handshake; the connection's id is opened.back().first.
  void open(raw_peer& peer, const headers& changes = {});
  [[nodiscard]] bool is_well();  // a new peer is let in and echoed
  [[nodiscard]] bool noted(ws_notice_kind kind) const;
  // The HTTP status that answers `request`.
  [[nodiscard]] int status_of(const std::string& request);

  std::vector<std::pair<connection_id, ws_peer>> opened;
  std::vector<std::pair<connection_id, std::string>> messages;
  std::vector<close_event> closed;
  std::vector<std::pair<ws_notice_kind, std::string>> notices;
  std::function<void(connection_id, std::string_view)> on_message;  // besides remembering
  std::function<void(std::shared_ptr<http_exchange>)> on_exchange;

  boost::asio::io_context loop;
  ws_server server;

 private:
  [[nodiscard]] ws_server_handlers diary();
};

}  // namespace parley::io::test
