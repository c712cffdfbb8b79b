// Who is let in: every refusal has its status and reason, and the server goes on.
#include <catch2/catch.hpp>

#include "ws_fixture.hpp"

namespace parley::io::test {

TEST_CASE("a proper handshake is accepted with the subprotocol") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  REQUIRE(host.until([&] { return peer.status() == 101; }));
  // The example of RFC 6455, section 1.3.
  CHECK(peer.has("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
  CHECK(peer.has("Sec-WebSocket-Protocol: parley.v1"));
  CHECK_FALSE(peer.has("WebSocket++"));
  CHECK(host.opened.back().first == 1);
  CHECK(host.opened.back().second.path == "/match");
  CHECK(host.opened.back().second.address_key != 0);
  CHECK(host.server.connections() == 1);
}

TEST_CASE("a query does not belong to the path") {
  recorded_server host;
  CHECK(host.status_of(upgrade("/match?x=1")) == 101);
  CHECK(host.opened.back().second.path == "/match");
}

TEST_CASE("a handshake that breaks a rule is answered with its status and the reason") {
  recorded_server host;
  struct refusal {
    std::string request;
    int status;
    std::string reason;
  };
  const refusal cases[] = {
      {upgrade("/match", {{"Sec-WebSocket-Protocol", ""}}), 400, "parley.v1 is required"},
      {upgrade("/match", {{"Sec-WebSocket-Protocol", "chat, parley.v2"}}), 400, "parley.v1"},
      {upgrade("/"), 404, "no such path"},
      {upgrade("/match/"), 404, "no such path"},
      {upgrade("/match", {{"Origin", "https://evil.test"}}), 403, "foreign origin"},
      {upgrade("/match", {{"Origin", "null"}}), 403, "foreign origin"},
  };
  for (const refusal& one : cases) {
    INFO(one.request);
    raw_peer peer = host.dial();
    peer.send(one.request);
    REQUIRE(host.until([&] { return static_cast<bool>(peer.ended); }));
    CHECK(peer.status() == one.status);
    CHECK(peer.has(one.reason));
    CHECK(peer.has("Connection: close"));
    CHECK(host.noted(ws_notice_kind::handshake_refused));
    host.notices.clear();
  }
  CHECK(host.opened.empty());
  CHECK(host.closed.empty());
  CHECK(host.is_well());
}

TEST_CASE("what is not even a WebSocket handshake is answered 4xx") {
  recorded_server host;
  CHECK(host.status_of(upgrade("/match", {{"Sec-WebSocket-Version", ""}})) == 400);
  CHECK(host.status_of(upgrade("/match", {{"Sec-WebSocket-Version", "0"}})) == 400);
  CHECK(host.status_of(upgrade("/match", {{"Sec-WebSocket-Version", "8"}})) == 400);
  CHECK(host.status_of(upgrade("/match", {{"Sec-WebSocket-Version", "99"}})) == 400);
  CHECK(host.status_of(upgrade("/match", {{"Sec-WebSocket-Key", ""}})) == 400);
  CHECK(host.status_of(upgrade("/match", {{"Host", ""}})) == 400);
  CHECK(host.status_of("POST" + upgrade().substr(3)) == 400);
  CHECK(host.status_of("rubbish\r\n\r\n") == 400);
  CHECK(host.status_of("\x16\x03\x01\x02\r\n\r\n") == 400);  // TLS
  CHECK(host.status_of(upgrade("/match", {{"Cookie", std::string(20'000, 'x')}})) == 431);
  CHECK(host.opened.empty());
  CHECK(host.noted(ws_notice_kind::handshake_failed));
  CHECK(host.is_well());
}

TEST_CASE("the same origin, a listed one, and none are let in") {
  ws_server_settings settings = quick_settings();
  settings.origins = {"https://friend.test"};
  recorded_server host(std::move(settings));
  CHECK(host.status_of(upgrade("/match", {{"Origin", "http://parley.test"}})) == 101);
  CHECK(host.status_of(upgrade("/match", {{"Origin", "https://friend.test"}})) == 101);
  CHECK(host.status_of(upgrade()) == 101);
  CHECK(host.status_of(upgrade("/match", {{"Origin", "https://friend.test:444"}})) == 403);
}

TEST_CASE("a server that refuses says why, and still answers plain HTTP") {
  recorded_server host;
  host.server.refuse("draining");
  raw_peer peer = host.dial();
  peer.send(upgrade());
  REQUIRE(host.until([&] { return peer.status() != 0; }));
  CHECK(peer.status() == 503);
  CHECK(peer.has("draining"));
  CHECK(host.status_of("GET /api/stats HTTP/1.1\r\nHost: x\r\n\r\n") == 200);
  host.server.refuse("");
  CHECK(host.is_well());
}

TEST_CASE("one address has so many connections and no more") {
  ws_server_settings settings = quick_settings();
  settings.max_connections_per_address = 2;
  settings.trusted_proxies = {"127.0.0.1"};
  recorded_server host(std::move(settings));
  raw_peer first = host.dial();
  raw_peer second = host.dial();
  host.open(first, {{"X-Real-IP", "192.0.2.1"}});
  host.open(second, {{"X-Real-IP", "192.0.2.1"}});
  CHECK(host.opened[0].second.address_key == host.opened[1].second.address_key);
  CHECK(host.status_of(upgrade("/match", {{"X-Real-IP", "192.0.2.1"}})) == 429);

  SECTION("another address is not affected") {
    CHECK(host.status_of(upgrade("/match", {{"X-Real-IP", "192.0.2.2"}})) == 101);
    CHECK(host.opened[2].second.address_key != host.opened[0].second.address_key);
  }
  SECTION("a place is free again once a connection is gone") {
    first.reset();
    REQUIRE(host.until([&] { return host.closed.size() == 1; }));
    CHECK(host.status_of(upgrade("/match", {{"X-Real-IP", "192.0.2.1"}})) == 101);
  }
}

TEST_CASE("an untrusted peer cannot choose its address") {
  ws_server_settings settings = quick_settings();
  settings.max_connections_per_address = 1;
  recorded_server host(std::move(settings));
  raw_peer first = host.dial();
  host.open(first, {{"X-Real-IP", "192.0.2.1"}});
  CHECK(host.status_of(upgrade("/match", {{"X-Real-IP", "192.0.2.2"}})) == 429);
}

TEST_CASE("past the cap on all connections the answer is 503") {
  ws_server_settings settings = quick_settings();
  settings.max_connections = 1;
  recorded_server host(std::move(settings));
  raw_peer first = host.dial();
  host.open(first);
  raw_peer second = host.dial();
  second.send(upgrade());
  REQUIRE(host.until([&] { return second.status() != 0; }));
  CHECK(second.status() == 503);
  CHECK(second.has("too many connections"));
}

TEST_CASE("a half handshake is cut after its time, and hinders nobody") {
  recorded_server host;
  raw_peer silent = host.dial();
  raw_peer half = host.dial();
  half.send("GET /match HTTP/1.1\r\nHost: parley.test\r\nUpg");
  CHECK(host.is_well());
  REQUIRE(host.until([&] { return silent.ended && half.ended; }));
  CHECK(host.noted(ws_notice_kind::handshake_failed));
}

TEST_CASE("a handshake that trickles in does not get more time") {
  recorded_server host;
  raw_peer peer = host.dial();
  const std::string request = upgrade();
  std::size_t sent = 0;
  boost::asio::steady_timer pace(host.loop);
  std::function<void()> trickle = [&] {
    peer.send(request.substr(sent++ % request.size(), 1));
    pace.expires_after(20ms);
    pace.async_wait([&](const boost::system::error_code& ec) {
      if (!ec && !peer.ended && sent < request.size() - 4) trickle();
    });
  };
  const auto began = std::chrono::steady_clock::now();
  trickle();
  REQUIRE(host.until([&] { return static_cast<bool>(peer.ended); }));
  CHECK(std::chrono::steady_clock::now() - began < 2s);
  pace.cancel();
}

TEST_CASE("half handshakes cannot take all memory: past the headroom they are reset unread") {
  ws_server_settings settings = quick_settings();
  settings.max_connections = 1;
  settings.handshake_timeout = 10s;
  recorded_server host(std::move(settings));
  std::vector<std::unique_ptr<raw_peer>> crowd;
  for (int i = 0; i < 300; ++i) {
    crowd.push_back(std::make_unique<raw_peer>(host.loop, host.server.port()));
  }
  REQUIRE(host.until([&] { return host.noted(ws_notice_kind::handshake_refused); }));
  REQUIRE(host.until([&] { return static_cast<bool>(crowd.back()->ended); }));
  CHECK(crowd.back()->ended == boost::asio::error::connection_reset);
  crowd.clear();
  REQUIRE(host.until([&] { return host.notices.size() == 300; }));
  CHECK(host.is_well());
}

TEST_CASE("plain HTTP on the same port: routes, 404, 405, and 426 where WebSockets live") {
  recorded_server host;
  raw_peer peer = host.dial();
  peer.send("GET /api/stats?a=b HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(host.until([&] { return static_cast<bool>(peer.ended); }));
  CHECK(peer.status() == 200);
  CHECK(peer.has("Content-Type: application/json"));
  CHECK(peer.has("Connection: close"));
  CHECK(peer.has("{\"query\":\"a=b\"}"));
  CHECK(host.status_of("GET /api/other HTTP/1.1\r\nHost: x\r\n\r\n") == 404);
  CHECK(host.status_of("PUT /api/stats HTTP/1.1\r\nHost: x\r\n\r\n") == 405);
  CHECK(host.status_of("GET /match HTTP/1.1\r\nHost: x\r\n\r\n") == 426);
  CHECK(host.notices.empty());
}

}  // namespace parley::io::test
