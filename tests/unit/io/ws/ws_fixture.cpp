// The raw peer and the recorded server.
#include "ws_fixture.hpp"

#include <algorithm>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

namespace parley::io::test {

using boost::asio::ip::tcp;

bool run_until(boost::asio::io_context& loop, const std::function<bool()>& done,
               std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!done()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    loop.restart();
    loop.run_one_until(deadline);
  }
  return true;
}

// ---- raw_peer ----

raw_peer::raw_peer(boost::asio::io_context& loop, std::uint16_t port, bool reading)
    : loop_(loop), socket_(loop) {
  socket_.connect({boost::asio::ip::address_v4::loopback(), port});
  if (reading) read();
}

void raw_peer::read() {
  const auto on_read = [this, alive = std::weak_ptr<bool>(alive_)](
                           const boost::system::error_code& ec, std::size_t size) {
    if (alive.expired()) return;
    received.append(buffer_, size);
    if (ec) {
      ended = ec;
    } else {
      read();
    }
  };
  socket_.async_read_some(boost::asio::buffer(buffer_), on_read);
}

void raw_peer::send(std::string_view bytes) {
  boost::system::error_code ignored;
  // In small steps with the loop running in between: both ends live on this one thread.
  while (!bytes.empty() && !ignored) {
    const std::size_t size = std::min<std::size_t>(bytes.size(), 16'384);
    boost::asio::write(socket_, boost::asio::buffer(bytes.data(), size), ignored);
    bytes.remove_prefix(size);
    loop_.restart();
    loop_.poll();
  }
}

void raw_peer::reset() {
  socket_.set_option(tcp::socket::linger(true, 0));
  socket_.close();
}

void raw_peer::finish() {
  socket_.shutdown(tcp::socket::shutdown_send);
}

bool raw_peer::has(std::string_view text) const {
  return received.find(text) != std::string::npos;
}

int raw_peer::status() const {
  if (received.size() < 12 || received.find("\r\n\r\n") == std::string::npos) return 0;
  return std::stoi(received.substr(9, 3));
}

std::string raw_peer::frames() {
  const std::size_t end = received.find("\r\n\r\n");
  return end == std::string::npos ? "" : received.substr(end + 4);
}

std::uint16_t raw_peer::close_code() {
  const std::string bytes = frames();
  std::size_t at = 0;
  while (at + 4 <= bytes.size()) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
    if (byte(0) == 0x88) return static_cast<std::uint16_t>(byte(2) << 8 | byte(3));
    at += 2U + byte(1);
  }
  return 0;
}

// ---- bytes ----

std::string upgrade(std::string_view path, const headers& changes) {
  headers fields{{"Host", "parley.test"},
                 {"Connection", "Upgrade"},
                 {"Upgrade", "websocket"},
                 {"Sec-WebSocket-Version", "13"},
                 {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                 {"Sec-WebSocket-Protocol", "parley.v1"}};
  for (const auto& [name, value] : changes) {
    const auto same = [&name = name](const auto& field) { return field.first == name; };
    fields.erase(std::remove_if(fields.begin(), fields.end(), same), fields.end());
    if (!value.empty()) fields.emplace_back(name, value);
  }
  std::string request = "GET " + std::string(path) + " HTTP/1.1\r\n";
  for (const auto& [name, value] : fields)
    request += name + ": " + value + "\r\n";
  return request + "\r\n";
}

std::string frame(int opcode, std::string_view payload, bool fin, masking mask) {
  const std::size_t size = payload.size();
  const int mask_bit = mask == masking::on ? 0x80 : 0;
  std::string bytes;
  const auto put = [&bytes](std::size_t value) { bytes += static_cast<char>(value & 0xFF); };
  put(static_cast<std::size_t>((fin ? 0x80 : 0) | opcode));
  if (size < 126) {
    put(static_cast<std::size_t>(mask_bit) | size);
  } else if (size < 65'536) {
    put(static_cast<std::size_t>(mask_bit) | 126);
    put(size >> 8);
    put(size);
  } else {
    put(static_cast<std::size_t>(mask_bit) | 127);
    for (int shift = 56; shift >= 0; shift -= 8)
      put(size >> shift);
  }
  if (mask == masking::on) bytes.append(4, '\0');
  return bytes.append(payload);
}

std::string close_frame(std::uint16_t code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return frame(8, payload.append(reason));
}

// ---- recorded_server ----

ws_server_settings quick_settings() {
  ws_server_settings settings;
  settings.paths = {"/match"};
  settings.handshake_timeout = 300ms;
  settings.close_timeout = 300ms;
  settings.routes.on("GET", "/api/stats", [](const http_request& request) {
    return http_response{200, "application/json", "{\"query\":\"" + request.query + "\"}", {}};
  });
  return settings;
}

recorded_server::recorded_server(ws_server_settings settings)
    : server(loop, std::move(settings), diary()) {
  server.listen("127.0.0.1", 0);
}

ws_server_handlers recorded_server::diary() {
  ws_server_handlers handlers;
  handlers.on_open = [this](connection_id id, const ws_peer& peer) {
    opened.emplace_back(id, peer);
  };
  handlers.on_message = [this](connection_id id, std::string_view text) {
    messages.emplace_back(id, text);
    if (on_message) on_message(id, text);
  };
  handlers.on_close = [this](connection_id id, std::uint16_t code, std::string_view reason) {
    closed.push_back({id, code, std::string(reason)});
  };
  handlers.on_exchange = [this](const std::shared_ptr<http_exchange>& exchange) {
    on_exchange(exchange);
  };
  handlers.on_notice = [this](const ws_notice& notice) {
    notices.emplace_back(notice.kind, notice.detail);
  };
  return handlers;
}

void recorded_server::open(raw_peer& peer, const headers& changes) {
  const std::size_t before = opened.size();
  peer.send(upgrade("/match", changes));
  REQUIRE(until([&] { return opened.size() == before + 1; }));
}

bool recorded_server::is_well() {
  raw_peer peer = dial();
  const std::size_t heard = messages.size();
  peer.send(upgrade());
  if (!until([&] { return peer.status() != 0; }) || peer.status() != 101) return false;
  peer.send(frame(1, "are you well?"));
  return until([&] { return messages.size() > heard; }) &&
         messages.back().second == "are you well?";
}

bool recorded_server::noted(ws_notice_kind kind) const {
  return std::any_of(notices.begin(), notices.end(),
                     [kind](const auto& notice) { return notice.first == kind; });
}

int recorded_server::status_of(const std::string& request) {
  raw_peer peer = dial();
  peer.send(request);
  REQUIRE(until([&] { return peer.status() != 0 || peer.ended; }));
  return peer.status();
}

}  // namespace parley::io::test
