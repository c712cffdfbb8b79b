// The admin port with raw requests, good and bad.
#include "core/io/ws/http_server.hpp"

#include <catch2/catch.hpp>

#include "ws_fixture.hpp"

namespace parley::io::test {
namespace {

struct admin {
  boost::asio::io_context loop;
  http_server server;

  explicit admin(http_server_settings settings = quick()) : server(loop, routes(), settings) {
    server.listen("127.0.0.1", 0);
  }

  static http_server_settings quick() {
    http_server_settings settings;
    settings.request_timeout = 300ms;
    return settings;
  }

  static http_router routes() {
    http_router router;
    router.on("GET", "/healthz", [](const http_request&) {
      return http_response{200, "text/plain", "ok\n", {}};
    });
    router.on("PUT", "/plan", [](const http_request& r) {
      return http_response{200, "text/plain", std::to_string(r.body.size()) + r.query, {}};
    });
    router.on("DELETE", "/plan", [](const http_request&) {
      return http_response{204, "", "", {}};
    });
    router.on("GET", "/large", [](const http_request&) {
      return http_response{200, "text/plain", std::string(3'000'000, 'x'), {}};
    });
    return router;
  }

  // Everything that comes back until the server hangs up.
  std::string ask(const std::string& request) {
    raw_peer peer(loop, server.port());
    peer.send(request);
    REQUIRE(run_until(loop, [&] { return static_cast<bool>(peer.ended); }));
    return peer.received;
  }
};

std::string request(const std::string& line, const std::string& more = "") {
  return line + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a request is answered and the connection closed") {
  admin host;
  const std::string answer = host.ask(request("GET /healthz"));
  CHECK(answer.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
  CHECK(has(answer, "Connection: close\r\n"));
  CHECK(has(answer, "Content-Length: 3\r\n"));
  CHECK(has(answer, "Content-Type: text/plain\r\n"));
  CHECK(has(answer, "\r\n\r\nok\n"));
}

TEST_CASE("a body arrives whole, also in pieces") {
  admin host;
  const std::string body(65'536, 'b');
  const std::string head = request("PUT /plan?x", "Content-Length: 65536\r\n");
  CHECK(has(host.ask(head + body), "\r\n\r\n65536x"));
  CHECK(has(host.ask(request("PUT /plan", "Content-Length: 0\r\n")), "\r\n\r\n0"));

  raw_peer peer(host.loop, host.server.port());
  peer.send(head + body.substr(0, 1));
  peer.send(body.substr(1));
  REQUIRE(run_until(host.loop, [&] { return static_cast<bool>(peer.ended); }));
  CHECK(peer.has("65536x"));
}

TEST_CASE("a large answer arrives whole") {
  admin host;
  const std::string answer = host.ask(request("GET /large"));
  CHECK(answer.size() - answer.find("\r\n\r\n") - 4 == 3'000'000);
}

TEST_CASE("what does not fit has its status") {
  admin host;
  const auto status = [&](const std::string& asked) { return host.ask(asked).substr(9, 3); };
  CHECK(status(request("GET /nothing")) == "404");
  CHECK(status(request("POST /plan")) == "405");
  CHECK(has(host.ask(request("POST /plan")), "Allow: DELETE, PUT\r\n"));
  CHECK(status(request("DELETE /plan")) == "204");
  CHECK(status(request("PUT /plan", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n") ==
        "411");
  CHECK(status(request("PUT /plan", "Content-Length: 65537\r\n")) == "413");
  CHECK(status(request("PUT /plan", "Content-Length: -1\r\n")) == "413");
  CHECK(status("rubbish\r\n\r\n") == "400");
  CHECK(status("GET /healthz HTTP/1.1\r\n\r\n") == "400");
  CHECK(status(upgrade("/healthz")) == "400");
  CHECK(status(request("GET /healthz")) == "200");
}

TEST_CASE("a request that does not arrive in time is cut") {
  admin host;
  CHECK(host.ask("GET /heal").empty());
  CHECK(host.ask(request("PUT /plan", "Content-Length: 10\r\n") + "abc").empty());
  CHECK(has(host.ask(request("GET /healthz")), "200 OK"));
}

TEST_CASE("not listening any more, the admin port lets the loop run out") {
  admin host;
  raw_peer half(host.loop, host.server.port());
  half.send("GET /heal");
  host.server.stop_listening();
  host.loop.restart();
  host.loop.run();
  CHECK(half.ended);
}

}  // namespace parley::io::test
