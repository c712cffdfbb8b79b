// Plain HTTP that comes and goes in pieces, on the port of the WebSockets.
#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>

#include "core/io/ws/http_stream.hpp"
#include "ws_fixture.hpp"

namespace parley::io::test {
namespace asio = boost::asio;

namespace {

using exchange_ptr = std::shared_ptr<http_exchange>;

// Reads all of a body, then answers with its size; or as a test says.
struct exchange_host : recorded_server {
  explicit exchange_host(const std::function<void(ws_server_settings&)>& change = {})
      : recorded_server([&] {
          auto settings = quick_settings();
          settings.stream_prefixes = {"/files"};
          if (change) change(settings);
          return settings;
        }()) {
    on_exchange = [this](const exchange_ptr& exchange) {
      verdicts.push_back(exchange->verdict());
      if (exchange->verdict() != http_verdict::let_in)
        return exchange->answer(http_refusal(403, "no"));
      read_on(exchange);
    };
  }

  void read_on(const exchange_ptr& exchange) {
    exchange->read([this, exchange](std::optional<std::string> piece) {
      if (!piece) {
        ++cut;
        return;
      }
      body += *piece;
      if (!piece->empty()) return read_on(exchange);
      exchange->answer({201, "text/plain", std::to_string(body.size()), {}});
    });
  }

  std::vector<http_verdict> verdicts;
  std::string body;
  int cut = 0;
};

std::string post(std::size_t length, std::string_view more = "") {
  return "POST /files HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(length) + "\r\n" +
         std::string(more) + "\r\n";
}

}  // namespace

TEST_CASE("a body comes in pieces, whole, and beside WebSockets") {
  exchange_host host;
  raw_peer peer = host.dial();
  const std::string bytes(100'000, 'x');
  peer.send(post(bytes.size()).substr(0, 3));  // the first line may come in pieces, too
  peer.send(post(bytes.size()).substr(3));
  peer.send(bytes);
  REQUIRE(host.until([&] { return static_cast<bool>(peer.ended); }));
  CHECK(peer.status() == 201);
  CHECK(peer.has("\r\n\r\n100000"));
  CHECK(host.body == bytes);
  CHECK(host.status_of(upgrade()) == 101);
  CHECK(host.is_well());
}

TEST_CASE("a WebSocket's handshake may come byte by byte") {
  exchange_host host;
  raw_peer peer = host.dial();
  for (const char each : upgrade())
    peer.send(std::string(1, each));
  REQUIRE(host.until([&] { return peer.status() == 101; }));
}

TEST_CASE("a body that is cut off is told") {
  exchange_host host;
  raw_peer peer = host.dial();
  peer.send(post(100'000) + std::string(70'000, 'x'));
  REQUIRE(host.until([&] { return host.body.size() == 65'536; }));
  peer.reset();
  REQUIRE(host.until([&] { return host.cut == 1; }));
  CHECK(host.is_well());
}

TEST_CASE("who is refused with a body on its way hears it") {
  exchange_host host;
  raw_peer peer = host.dial();
  peer.send(post(100'000, "Origin: https://evil.test\r\n"));
  peer.send(std::string(100'000, 'x'));
  REQUIRE(host.until([&] { return peer.status() == 403; }));
  CHECK(host.verdicts == std::vector{http_verdict::foreign_origin});
  CHECK(host.body.empty());
}

TEST_CASE("what is no HTTP is told, and a head that has no end is refused") {
  exchange_host host;
  raw_peer one = host.dial();
  one.send("POST /files HTTP/1.1\r\nno header\r\n\r\n");
  REQUIRE(host.until([&] { return host.verdicts.size() == 1; }));
  raw_peer other = host.dial();
  other.send("POST /files HTTP/1.1\r\nX: " + std::string(40'000, 'x'));
  REQUIRE(host.until([&] { return host.verdicts.size() == 2; }));
  CHECK(host.verdicts == std::vector{http_verdict::malformed, http_verdict::too_large});
}

TEST_CASE("exchanges count among the connections of an address, as long as they last") {
  exchange_host host([](auto& settings) { settings.max_connections_per_address = 1; });
  raw_peer held = host.dial();
  held.send(post(10));
  REQUIRE(host.until([&] { return host.verdicts.size() == 1; }));
  CHECK(host.status_of(upgrade()) == 429);
  held.reset();
  REQUIRE(host.until([&] { return host.cut == 1; }));
  CHECK(host.until([&] { return host.status_of(upgrade()) == 101; }));
}

TEST_CASE("who says nothing at all is cut") {
  exchange_host host;
  raw_peer peer = host.dial();
  REQUIRE(host.until([&] { return static_cast<bool>(peer.ended); }));
  CHECK(host.noted(ws_notice_kind::handshake_failed));
}

TEST_CASE("who sends little by little is cut when the time for all of it is over") {
  asio::io_context loop;
  asio::ip::tcp::acceptor door(loop, {asio::ip::address_v4::loopback(), 0});
  raw_peer peer(loop, door.local_endpoint().port());
  exchange_ptr exchange;
  std::size_t bytes = 0;
  bool is_cut = false;
  std::function<void()> read_on = [&] {
    exchange->read([&](std::optional<std::string> piece) {
      is_cut = !piece;
      if (is_cut) return exchange.reset();
      bytes += piece->size();
      if (bytes < 100'000) peer.send("x");
      read_on();
    });
  };
  http_stream_settings settings;
  settings.piece_bytes = 1;
  settings.whole_within = 200ms;
  const auto stream = http_stream::start(door.accept(), {}, settings,
                                         {[](const http_visitor&) { return http_verdict::let_in; },
                                          [&](exchange_ptr asked) {
                                            exchange = std::move(asked);
                                            read_on();
                                          },
                                          [] {}});
  peer.send(post(1'000'000'000) + "x");
  REQUIRE(run_until(loop, [&] { return is_cut && peer.ended; }));
  CHECK(bytes > 1);
}

TEST_CASE("a closing server cuts what is under way, and the loop runs out") {
  exchange_host host;
  raw_peer silent = host.dial();
  raw_peer half = host.dial();
  half.send(post(10));
  REQUIRE(host.until([&] { return host.verdicts.size() == 1; }));
  host.server.stop_listening();
  host.server.close_all(4000, "going_away");
  REQUIRE(host.until([&] { return host.cut == 1 && silent.ended && half.ended; }));
}

}  // namespace parley::io::test
