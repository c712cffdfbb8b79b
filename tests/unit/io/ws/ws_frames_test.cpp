// Frames, good and bad: each kind of rubbish has its close code, and the server goes on.
#include <catch2/catch.hpp>
#include <random>

#include "ws_fixture.hpp"

namespace parley::io::test {
namespace {

constexpr int continuation = 0, text = 1, binary = 2, ping = 9, pong = 10;

}  // namespace

TEST_CASE("text goes both ways as it was") {
  recorded_server host;
  host.on_message = [&](connection_id id, std::string_view heard) {
    CHECK(host.server.send(id, heard) == send_result::ok);
  };
  raw_peer peer = host.dial();
  host.open(peer);
  const std::string sizes[] = {"",
                               "hé 🙂",
                               std::string(125, 'a'),
                               std::string(126, 'b'),
                               std::string(65'535, 'c'),
                               std::string(65'536, 'd')};
  for (const std::string& payload : sizes) {
    INFO(payload.size());
    peer.received = "\r\n\r\n";  // only what comes from now on
    peer.send(frame(text, payload));
    const std::string expected = frame(text, payload, true, masking::off);
    REQUIRE(host.until([&] { return peer.frames().size() >= expected.size(); }));
    CHECK(peer.frames() == expected);
  }
}

TEST_CASE("a message in fragments, with a ping in between, is one message") {
  recorded_server host;
  raw_peer peer = host.dial();
  host.open(peer);
  peer.send(frame(text, "one ", false) + frame(continuation, "two ", false) + frame(ping, "now") +
            frame(continuation, "three"));
  REQUIRE(host.until([&] { return host.messages.size() == 1; }));
  CHECK(host.messages[0].second == "one two three");
  CHECK(host.until([&] { return peer.has(frame(pong, "now", true, masking::off)); }));
}

TEST_CASE("a frame that came along with the handshake is not lost") {
  recorded_server host;
  raw_peer peer = host.dial();
  peer.send(upgrade() + frame(text, "early"));
  REQUIRE(host.until([&] { return host.messages.size() == 1; }));
  CHECK(host.messages[0].second == "early");
}

TEST_CASE("a bad frame is answered with its close code") {
  struct rubbish {
    const char* what;
    std::string bytes;
    std::uint16_t code;
  };
  const rubbish cases[] = {
      {"binary", frame(binary, "abc"), 1003},
      {"too large", frame(text, std::string(65'537, 'x')), 1009},
      {"too large, the header alone", frame(text, std::string(70'000, 'x')).substr(0, 14), 1009},
      {"too large in fragments",
       frame(text, std::string(40'000, 'x'), false) + frame(0, std::string(40'000, 'x')), 1009},
      {"absurd length", std::string("\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0", 14), 1009},
      {"not masked", frame(text, "abc", true, masking::off), 1002},
      {"not UTF-8", frame(text, "\xC3\x28"), 1007},
      {"UTF-8 cut at the end", frame(text, "\xF0\x9F\x99"), 1007},
      {"a surrogate", frame(text, "\xED\xA0\x80"), 1007},
      {"reserved opcode", frame(3, "abc"), 1002},
      {"reserved bit", frame(text | 0x40, "abc"), 1002},
      {"continuation of nothing", frame(continuation, "abc"), 1002},
      {"text within a text", frame(text, "a", false) + frame(text, "b"), 1002},
      {"fragmented ping", frame(ping, "a", false), 1002},
      {"ping too large", frame(ping, std::string(126, 'x')), 1002},
      {"close with a code that must not be sent", close_frame(1006), 1002},
      {"close of one byte", frame(8, "x"), 1002},
      {"close whose reason is not UTF-8", close_frame(1000, "\xFF"), 1002},
  };
  recorded_server host;
  for (const rubbish& one : cases) {
    INFO(one.what);
    raw_peer peer = host.dial();
    host.open(peer);
    const std::size_t closed = host.closed.size();
    peer.send(one.bytes);
    REQUIRE(host.until([&] { return peer.close_code() != 0 || peer.ended; }));
    CHECK(peer.close_code() == one.code);
    REQUIRE(host.until([&] { return host.closed.size() == closed + 1; }));
    CHECK(host.closed.back().code == one.code);
    CHECK(host.noted(ws_notice_kind::bad_frame));
    host.notices.clear();
  }
  CHECK(host.messages.empty());
  CHECK(host.server.connections() == 0);
  CHECK(host.is_well());
}

TEST_CASE("whatever bytes come, each open has its one close") {
  recorded_server host;
  std::mt19937 random(20'261'121);
  const auto byte = [&] { return static_cast<char>(random() & 0xFF); };
  for (int round = 0; round < 300; ++round) {
    raw_peer peer = host.dial();
    std::string bytes = upgrade() + frame(text, "hello") + frame(ping, "x") + frame(text, "bye");
    const auto cut = random() % bytes.size();
    if (round % 3 == 0) bytes.resize(cut);    // torn
    if (round % 3 == 1) bytes[cut] = byte();  // one byte changed
    if (round % 3 == 2) std::generate(bytes.begin() + static_cast<long>(cut), bytes.end(), byte);
    peer.send(bytes);
    peer.finish();
    REQUIRE(host.until([&] { return static_cast<bool>(peer.ended); }));
  }
  REQUIRE(host.until([&] { return host.closed.size() == host.opened.size(); }));
  CHECK(host.opened.size() > 50);
  for (std::size_t i = 0; i < host.closed.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      CHECK(host.closed[i].id != host.closed[j].id);
  }
  CHECK(host.server.connections() == 0);
  CHECK(host.is_well());
}

TEST_CASE("a connection without frames is closed as idle, one with pings is not") {
  ws_server_settings settings = quick_settings();
  settings.idle_timeout = 250ms;
  recorded_server host(std::move(settings));
  raw_peer silent = host.dial();
  raw_peer alive = host.dial();
  host.open(silent);
  host.open(alive);
  boost::asio::steady_timer pace(host.loop);
  std::function<void()> ping_on = [&] {
    alive.send(frame(ping, ""));
    pace.expires_after(50ms);
    pace.async_wait([&](const boost::system::error_code& ec) {
      if (!ec) ping_on();
    });
  };
  ping_on();
  REQUIRE(host.until([&] { return silent.close_code() != 0; }));
  CHECK(silent.close_code() == 4004);
  CHECK(host.noted(ws_notice_kind::idle));
  REQUIRE(host.until([&] { return host.closed.size() == 1; }));
  CHECK(host.closed[0].id == 1);
  CHECK(host.closed[0].code == 4004);
  pace.cancel();
  REQUIRE(host.until([&] { return alive.close_code() == 4004; }));
}

TEST_CASE("who only listens is asked at half the time, and stays as long as it answers") {
  ws_server_settings settings = quick_settings();
  settings.idle_timeout = 200ms;
  recorded_server host(std::move(settings));
  raw_peer listener = host.dial();
  host.open(listener);
  const std::string asked = "\x89" + std::string(1, '\0');  // an empty ping
  for (std::size_t times = 1; times <= 4; ++times) {
    REQUIRE(host.until([&] { return listener.frames().size() == times * asked.size(); }));
    CHECK(listener.frames().substr((times - 1) * asked.size()) == asked);
    listener.send(frame(pong, ""));
  }
  CHECK(host.closed.empty());
  REQUIRE(host.until([&] { return listener.close_code() == 4004; }));  // no more answers
}

}  // namespace parley::io::test
