// How connections and the server itself end, and what they survive.
#include <sys/resource.h>

#include <catch2/catch.hpp>

#include "core/io/start_error.hpp"
#include "ws_fixture.hpp"

namespace parley::io::test {
namespace {

// A peer that has opened, with the kernel's buffers out of the way, and never reads.
void fill(recorded_server& host, connection_id id) {
  const std::string chunk(16'384, 'x');
  for (int i = 0; i < 4'000; ++i) {
    if (host.server.send(id, chunk) == send_result::overflow) return;
    host.loop.restart();
    host.loop.poll();
  }
  FAIL("no overflow after 64 MB");
}

}  // namespace

TEST_CASE("a close is done later, not within the call; after it nothing is heard or sent") {
  recorded_server host;
  host.on_message = [&](connection_id id, std::string_view) {
    host.server.close(id, 4100, "room_ended");
    host.server.close(id, 4000, "not this one");
    CHECK(host.closed.empty());
    CHECK(host.server.send(id, "too late") == send_result::gone);
  };
  raw_peer peer = host.dial();
  host.open(peer);
  peer.send(frame(1, "first") + frame(1, "second"));
  REQUIRE(host.until([&] { return peer.close_code() != 0; }));
  CHECK(peer.close_code() == 4100);
  CHECK(host.messages.size() == 1);
  CHECK(host.closed.empty());  // the peer has not answered yet
  peer.send(close_frame(4100));
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  CHECK(host.closed[0].code == 4100);
  CHECK(host.closed[0].reason == "room_ended");
  CHECK_FALSE(host.noted(ws_notice_kind::close_timeout));
  CHECK(host.server.send(1, "gone") == send_result::gone);
}

TEST_CASE("what was queued before a close still arrives") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  CHECK(host.server.send(1, "last words") == send_result::ok);
  host.server.close(1, 4000, "going_away");
  REQUIRE(host.until([&] { return peer.has("last words") && peer.has("going_away"); }));
}

TEST_CASE("the peer's close is answered and told with its code") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  peer.send(close_frame(3001, "enough"));
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  CHECK(host.closed[0].code == 3001);
  CHECK(host.closed[0].reason == "enough");
  CHECK(host.until([&] { return peer.close_code() == 3001 && peer.ended; }));
}

TEST_CASE("a peer that vanishes is told as 1006") {
  recorded_server host;
  raw_peer cut = host.dial();
  raw_peer ended = host.dial();
  host.open(cut);
  host.open(ended);
  cut.reset();
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  ended.finish();
  REQUIRE(host.until([&] { return host.closed.size() == 2; }));
  CHECK(host.closed[0].code == 1006);
  CHECK(host.closed[1].code == 1006);
  CHECK(host.server.connections() == 0);
}

TEST_CASE("a peer that does not answer a close is reset after a time") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  host.server.close(1, 4000, std::string(200, 'r'));
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  CHECK(host.closed[0].code == 4000);
  CHECK(host.closed[0].reason == std::string(123, 'r'));
  CHECK(host.noted(ws_notice_kind::close_timeout));
  CHECK(host.until([&] { return static_cast<bool>(peer.ended); }));
}

TEST_CASE("a close reason is never cut within a character") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  host.server.close(1, 4000, std::string(122, 'r') + "é");
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  CHECK(host.closed[0].reason == std::string(122, 'r'));
}

TEST_CASE("abort is a reset, and comes later") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  host.server.abort(1);
  CHECK(host.closed.empty());
  REQUIRE(host.until([&] { return static_cast<bool>(peer.ended); }));
  CHECK(peer.ended == boost::asio::error::connection_reset);
  CHECK(peer.close_code() == 0);
  REQUIRE(host.closed.size() == 1);
  CHECK(host.closed[0].code == 1006);
  host.server.abort(1);  // gone: ignored
  CHECK(host.is_well());
}

TEST_CASE("a consumer that never reads costs its cap for a moment, then nothing") {
  recorded_server host;
  raw_peer peer = host.dial(false);
  host.open(peer);
  fill(host, 1);
  CHECK(host.noted(ws_notice_kind::slow_consumer));
  CHECK(host.server.buffered(1) > 900'000);
  CHECK(host.server.buffered(1) <= 1'048'576);
  CHECK(host.server.send(1, "more") == send_result::gone);
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  CHECK(host.closed[0].code == 4002);
  CHECK(host.closed[0].reason == "slow_consumer");
  CHECK(host.noted(ws_notice_kind::close_timeout));
  CHECK(host.server.buffered(1) == 0);
  CHECK(host.is_well());
}

TEST_CASE("a consumer that wakes up in time reads the close code") {
  ws_server_settings settings = quick_settings();
  settings.close_timeout = 10s;
  recorded_server host(std::move(settings));
  raw_peer peer = host.dial(false);
  host.open(peer);
  fill(host, 1);
  peer.start_reading();
  REQUIRE(host.until([&] { return peer.has("slow_consumer"); }));
  peer.send(close_frame(4002));
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  CHECK(host.closed[0].code == 4002);
}

TEST_CASE("a peer that pings and never reads the answers is a slow consumer too") {
  ws_server_settings settings = quick_settings();
  settings.max_queued_bytes = 65'536;
  recorded_server host(std::move(settings));
  raw_peer peer = host.dial(false);
  host.open(peer);
  std::string pings;
  for (int i = 0; i < 100; ++i)
    pings += frame(9, std::string(125, 'p'));
  for (int i = 0; i < 4'000 && !host.noted(ws_notice_kind::slow_consumer); ++i)
    peer.send(pings);
  REQUIRE(host.noted(ws_notice_kind::slow_consumer));
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  CHECK(host.closed[0].code == 4002);
}

TEST_CASE("the bytes of a frame count until the kernel has it") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  CHECK(host.server.send(1, std::string(1'000, 'x')) == send_result::ok);
  CHECK(host.server.buffered(1) >= 1'000);
  REQUIRE(host.until([&] { return host.server.buffered(1) == 0; }));
  CHECK(host.server.send(1, std::string(2'000'000, 'x')) == send_result::overflow);
}

TEST_CASE("listening no more and closing all lets the loop run out") {
  recorded_server host;
  raw_peer open = host.dial();
  raw_peer half = host.dial();
  raw_peer mute = host.dial(false);
  host.open(open);
  host.open(mute);
  half.send("GET /match HTTP/1.1\r\n");
  host.server.stop_listening();
  host.server.close_all(4000, "going_away");
  REQUIRE(host.until([&] { return open.close_code() == 4000; }));
  open.send(close_frame(4000));
  host.loop.restart();
  host.loop.run();  // the point of this test: it returns
  CHECK(host.closed.size() == 2);
  CHECK(host.server.connections() == 0);
  boost::asio::ip::tcp::socket late(host.loop);
  CHECK_THROWS(late.connect({boost::asio::ip::address_v4::loopback(), host.server.port()}));
}

TEST_CASE("connections go on while the server does not listen any more") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  host.server.stop_listening();
  peer.send(frame(1, "still here"));
  REQUIRE(host.until([&] { return host.messages.size() == 1; }));
}

TEST_CASE("a port that is taken, or an address that is none, is one clear line") {
  recorded_server host;
  boost::asio::io_context loop;
  ws_server other(loop, quick_settings(),
                  {[](auto, const auto&) {}, [](auto, auto) {}, [](auto, auto, auto) {}, {}, {}});
  CHECK_THROWS_MATCHES(
      other.listen("127.0.0.1", host.server.port()), start_error,
      Catch::Message("cannot listen on 127.0.0.1:" + std::to_string(host.server.port()) +
                     ": Address already in use"));
  CHECK_THROWS_AS(other.listen("nowhere", 0), start_error);
}

TEST_CASE("out of file descriptors the server waits, and then goes on") {
  recorded_server host;
  raw_peer peer = host.dial();  // waits in the backlog
  rlimit normal{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &normal) == 0);
  const rlimit none{3, normal.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
  const bool paused = host.until([&] { return host.noted(ws_notice_kind::accept_paused); });
  // Several tries fail meanwhile, and are told once.
  static_cast<void>(run_until(
      host.loop, [] { return false; }, 350ms));
  REQUIRE(setrlimit(RLIMIT_NOFILE, &normal) == 0);
  REQUIRE(paused);
  CHECK(host.notices.size() == 1);
  host.open(peer);
  CHECK(host.is_well());
}

}  // namespace parley::io::test
