// The client against our own server, and against ends that are none.
#include "core/io/ws/ws_client.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>
#include <memory>

#include "ws_fixture.hpp"

namespace parley::io::test {
namespace {

// A connection's story as its handlers heard it.
struct story {
  int opens = 0;
  std::vector<std::string> heard;
  std::vector<close_event> closes;
  std::vector<ws_failure> fails;

  ws_client_handlers handlers() {
    return {[this] { ++opens; }, [this](std::string_view text) { heard.emplace_back(text); },
            [this](std::uint16_t code, std::string_view reason) {
              closes.push_back({0, code, std::string(reason)});
            },
            [this](const ws_failure& failure) { fails.push_back(failure); }};
  }
};

struct client_and_server {
  recorded_server host;
  ws_client client{host.loop, {1'000'000, 1'000'000, 300ms, 300ms}};

  ws_target target() const {
    ws_target target;
    target.port = host.server.port();
    target.path = "/match";
    return target;
  }
};

}  // namespace

TEST_CASE("a client opens, talks and closes with a code") {
  client_and_server both;
  both.host.on_message = [&](connection_id id, std::string_view text) {
    CHECK(both.host.server.send(id, std::string(text) + " too") == send_result::ok);
  };
  story told;
  const connection_id id = both.client.connect(both.target(), told.handlers());
  CHECK(told.opens == 0);  // never within the call
  REQUIRE(both.host.until([&] { return told.opens == 1; }));
  CHECK(both.client.send(id, "hello") == send_result::ok);
  REQUIRE(both.host.until([&] { return told.heard.size() == 1; }));
  CHECK(told.heard[0] == "hello too");
  both.client.close(id, 3000, "bye");
  CHECK(both.client.send(id, "late") == send_result::gone);
  REQUIRE(both.host.until([&] { return told.closes.size() == 1; }));
  CHECK(told.closes[0].code == 3000);
  REQUIRE(both.host.until([&] { return both.host.closed.size() == 1; }));
  CHECK(both.host.closed[0].reason == "bye");
  CHECK(both.client.connections() == 0);
}

TEST_CASE("a client hears the server's close code") {
  client_and_server both;
  story told;
  both.client.connect(both.target(), told.handlers());
  REQUIRE(both.host.until([&] { return told.opens == 1; }));
  both.host.server.close_all(4001, "moved");
  REQUIRE(both.host.until([&] { return told.closes.size() == 1; }));
  CHECK(told.closes[0].code == 4001);
  CHECK(told.closes[0].reason == "moved");
}

TEST_CASE("a client's abort is a reset") {
  client_and_server both;
  story told;
  const connection_id id = both.client.connect(both.target(), told.handlers());
  REQUIRE(both.host.until([&] { return told.opens == 1; }));
  both.client.abort(id);
  REQUIRE(both.host.until([&] { return told.closes.size() == 1; }));
  CHECK(told.closes[0].code == 1006);
  REQUIRE(both.host.until([&] { return both.host.closed.size() == 1; }));
  CHECK(both.host.closed[0].code == 1006);
}

TEST_CASE("a server that aborts is told as 1006") {
  client_and_server both;
  story told;
  both.client.connect(both.target(), told.handlers());
  REQUIRE(both.host.until([&] { return told.opens == 1; }));
  both.host.server.abort(1);
  REQUIRE(both.host.until([&] { return told.closes.size() == 1; }));
  CHECK(told.closes[0].code == 1006);
}

TEST_CASE("a refused handshake fails with the status and the server's reason") {
  client_and_server both;
  ws_target target = both.target();
  target.origin = "https://evil.test";
  story told;
  both.client.connect(target, told.handlers());
  REQUIRE(both.host.until([&] { return told.fails.size() == 1; }));
  CHECK(told.fails[0].status == 403);
  CHECK(told.fails[0].reason == "foreign origin");
  CHECK(told.opens == 0);
  CHECK(told.closes.empty());
}

TEST_CASE("nobody there, a silent server, and an abort in between all fail exactly once") {
  client_and_server both;
  ws_target target = both.target();
  story told;

  SECTION("nobody listens") {
    both.host.server.stop_listening();
    both.client.connect(target, told.handlers());
    REQUIRE(both.host.until([&] { return told.fails.size() == 1; }));
    CHECK(told.fails[0].reason == "Connection refused");
  }
  SECTION("no such name") {
    target.host = "nobody.invalid";
    both.client.connect(target, told.handlers());
    REQUIRE(both.host.until([&] { return told.fails.size() == 1; }));
  }
  SECTION("accepted but never answered") {
    boost::asio::ip::tcp::acceptor mute(both.host.loop,
                                        {boost::asio::ip::address_v4::loopback(), 0});
    target.port = mute.local_endpoint().port();
    both.client.connect(target, told.handlers());
    REQUIRE(both.host.until([&] { return told.fails.size() == 1; }));
  }
  SECTION("aborted at once") {
    const connection_id id = both.client.connect(target, told.handlers());
    both.client.abort(id);
    CHECK(told.fails.empty());
    REQUIRE(both.host.until([&] { return told.fails.size() == 1; }));
    CHECK(told.fails[0].reason == "aborted");
  }
  CHECK(told.fails[0].status == 0);
  CHECK(both.client.connections() == 0);
  CHECK(told.fails.size() == 1);
  CHECK(told.opens == 0);
}

TEST_CASE("a name is resolved") {
  client_and_server both;
  ws_target target = both.target();
  target.host = "localhost";
  story told;
  both.client.connect(target, told.handlers());
  REQUIRE(both.host.until([&] { return told.opens == 1; }));
}

TEST_CASE(
    "one object holds hundreds of connections, and lets the loop run out when they are closed") {
  ws_server_settings settings = quick_settings();
  settings.max_connections_per_address = 1'000;
  settings.handshake_timeout = 30s;
  recorded_server host(std::move(settings));
  ws_client client(host.loop, {});
  ws_target target;
  target.port = host.server.port();
  target.path = "/match";
  std::vector<std::unique_ptr<story>> stories;
  for (int i = 0; i < 400; ++i) {
    stories.push_back(std::make_unique<story>());
    client.connect(target, stories.back()->handlers());
  }
  REQUIRE(host.until([&] { return host.opened.size() == stories.size(); }));
  host.server.stop_listening();
  host.server.close_all(4000, "going_away");
  host.loop.restart();
  host.loop.run();
  for (const auto& told : stories) {
    REQUIRE(told->closes.size() == 1);
    CHECK(told->closes[0].code == 4000);
  }
  CHECK(host.closed.size() == stories.size());
}

}  // namespace parley::io::test
