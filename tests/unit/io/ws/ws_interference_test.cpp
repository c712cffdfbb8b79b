// Interference with a server's connections: each act does what it says, nothing outlives its
// connection, and taking the hooks away lets everything go on.
#include <catch2/catch.hpp>
#include <functional>

#include "ws_fixture.hpp"

namespace parley::io::test {
namespace {

using direction = transport_direction;

frame_fate::time in(std::chrono::milliseconds delay) {
  return std::chrono::steady_clock::now() + delay;
}

// Decides as the test says; by default everything goes on.
struct scripted_hooks : transport_hooks {
  connect_fate accepted = connect_fate::go_on;
  connect_fate handshake = connect_fate::go_on;
  std::function<void(connection_id)> open = [](connection_id) {};
  std::function<frame_fate(direction, std::uint64_t)> frame = [](direction, std::uint64_t) {
    return frame_fate{};
  };
  std::vector<connection_id> ended;

  connect_fate on_accepted(connection_id) override { return accepted; }
  connect_fate on_handshake(connection_id) override { return handshake; }
  void on_open(connection_id id) override { open(id); }
  frame_fate on_frame(connection_id, direction towards, std::uint64_t number) override {
    return frame(towards, number);
  }
  void on_ended(connection_id id) override { ended.push_back(id); }
};

struct stage {
  explicit stage(ws_server_settings settings = quick_settings()) : host(std::move(settings)) {
    host.server.interfere(&hooks);
  }
  void freeze(direction towards, bool on = true) {
    host.server.shape(host.opened.back().first, towards, {on, 0});
  }
  // Lets the loop do what it can now, and a little longer.
  void let_pass(std::chrono::milliseconds time) {
    boost::asio::steady_timer timer(host.loop, time);
    bool is_over = false;
    timer.async_wait([&](const boost::system::error_code&) { is_over = true; });
    REQUIRE(host.until([&] { return is_over; }));
  }

  scripted_hooks hooks;
  recorded_server host;
};

using boost::asio::error::connection_reset;
using boost::asio::error::eof;

}  // namespace

TEST_CASE("a connection can be reset before a byte of it is read") {
  stage s;
  s.hooks.accepted = connect_fate::reset;
  raw_peer peer = s.host.dial();
  REQUIRE(s.host.until([&] { return bool(peer.ended); }));
  CHECK(peer.ended == connection_reset);
  CHECK(s.host.opened.empty());
  s.hooks.accepted = connect_fate::go_on;
  CHECK(s.host.is_well());
}

TEST_CASE("a good handshake can be refused with 503, or reset without an answer") {
  stage s;
  s.hooks.handshake = connect_fate::refuse;
  CHECK(s.host.status_of(upgrade()) == 503);
  s.hooks.handshake = connect_fate::reset;
  raw_peer peer = s.host.dial();
  peer.send(upgrade());
  REQUIRE(s.host.until([&] { return bool(peer.ended); }));
  CHECK(peer.ended == connection_reset);
  CHECK(peer.received.empty());
  CHECK(s.host.opened.empty());
  CHECK(s.hooks.ended.size() == 2);
}

TEST_CASE("a bad handshake is no chance: it is answered as ever") {
  stage s;
  s.hooks.handshake = connect_fate::reset;
  CHECK(s.host.status_of(upgrade("/match", {{"Sec-WebSocket-Protocol", "chess"}})) == 400);
}

TEST_CASE("a stalled handshake ends by its time-out, or goes on when it is released") {
  stage s;
  // Frozen as it is accepted: the hooks know the number before a byte is read.
  struct stalling : scripted_hooks {
    explicit stalling(recorded_server& on) : host(on) {}
    connect_fate on_handshake(connection_id id) override {
      host.server.shape(id, direction::outbound, {true, 0});
      stalled = id;
      return connect_fate::go_on;
    }
    recorded_server& host;
    connection_id stalled = 0;
  } hooks(s.host);
  s.host.server.interfere(&hooks);
  raw_peer first = s.host.dial();
  first.send(upgrade());
  REQUIRE(s.host.until([&] { return bool(first.ended); }));
  CHECK(first.received.empty());
  CHECK(s.host.opened.empty());

  raw_peer second = s.host.dial();
  second.send(upgrade());
  REQUIRE(s.host.until([&] { return hooks.stalled == 2; }));
  s.host.server.shape(2, direction::outbound, {});
  REQUIRE(s.host.until([&] { return s.host.opened.size() == 1; }));
  REQUIRE(s.host.until([&] { return second.status() == 101; }));
}

TEST_CASE("a connection can be reset as soon as it is open; the service hears of both") {
  stage s;
  s.hooks.open = [&](connection_id id) { s.host.server.abort(id); };
  raw_peer peer = s.host.dial();
  peer.send(upgrade());
  REQUIRE(s.host.until([&] { return s.host.closed.size() == 1 && peer.ended; }));
  CHECK(s.host.opened.size() == 1);
  CHECK(s.host.closed[0].code == 1006);
  CHECK(s.hooks.ended == std::vector<connection_id>{1});
}

TEST_CASE("to hang up is a FIN without a close frame") {
  stage s;
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.host.server.hang_up(1);
  REQUIRE(s.host.until([&] { return s.host.closed.size() == 1 && peer.ended; }));
  CHECK(peer.ended == eof);
  CHECK(peer.close_code() == 0);
  CHECK(s.host.closed[0].code == 1006);
}

TEST_CASE("frozen inbound, nothing is heard; released, all of it is, in order") {
  stage s;
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.freeze(direction::inbound);
  peer.send(frame(1, "one"));
  peer.send(frame(1, "two"));
  s.let_pass(50ms);
  CHECK(s.host.messages.empty());
  CHECK(s.host.server.send(1, "but we can speak") == send_result::ok);
  REQUIRE(s.host.until([&] { return peer.has("but we can speak"); }));
  s.freeze(direction::inbound, false);
  REQUIRE(s.host.until([&] { return s.host.messages.size() == 2; }));
  CHECK(s.host.messages[0].second == "one");
  CHECK(s.host.messages[1].second == "two");
}

TEST_CASE("frozen outbound, nothing is sent; released, all of it is, in order") {
  stage s;
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.freeze(direction::outbound);
  CHECK(s.host.server.send(1, "one") == send_result::ok);
  CHECK(s.host.server.send(1, "two") == send_result::ok);
  peer.send(frame(1, "heard all the same"));
  REQUIRE(s.host.until([&] { return s.host.messages.size() == 1; }));
  s.let_pass(50ms);
  CHECK(peer.frames().empty());
  s.freeze(direction::outbound, false);
  REQUIRE(s.host.until([&] { return peer.has("one") && peer.has("two"); }));
}

TEST_CASE("a frozen connection can still be reset, closed by time-out, and left by its peer") {
  stage s;
  raw_peer reset = s.host.dial();
  s.host.open(reset);
  s.freeze(direction::inbound);
  s.freeze(direction::outbound);
  reset.send(frame(1, "held"));
  s.host.server.abort(1);
  REQUIRE(s.host.until([&] { return s.host.closed.size() == 1 && reset.ended; }));

  raw_peer closed = s.host.dial();
  s.host.open(closed);
  s.freeze(direction::inbound);
  s.freeze(direction::outbound);
  s.host.server.close(2, 4000, "going_away");  // the close frame cannot leave either
  REQUIRE(s.host.until([&] { return s.host.closed.size() == 2; }));
  CHECK(s.host.closed[1].code == 4000);
  CHECK(s.host.noted(ws_notice_kind::close_timeout));

  raw_peer gone = s.host.dial();
  s.host.open(gone);
  s.freeze(direction::inbound);
  gone.reset();
  s.let_pass(50ms);
  CHECK(s.host.closed.size() == 2);  // a black hole does not tell
  s.freeze(direction::inbound, false);
  REQUIRE(s.host.until([&] { return s.host.closed.size() == 3; }));
  CHECK(s.host.messages.empty());
  CHECK(s.host.is_well());
}

TEST_CASE("throttled, bytes take their time") {
  stage s;
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.host.server.shape(1, direction::outbound, {false, 20'000});
  const auto began = std::chrono::steady_clock::now();
  CHECK(s.host.server.send(1, std::string(4'000, 'x')) == send_result::ok);
  REQUIRE(s.host.until([&] { return peer.frames().size() >= 4'004; }));
  CHECK(std::chrono::steady_clock::now() - began >= 150ms);  // 4,000 / 20,000 s less one portion
  s.host.server.shape(1, direction::outbound, {});
  s.host.server.shape(1, direction::inbound, {false, 20'000});
  const auto inbound_began = std::chrono::steady_clock::now();
  peer.send(frame(1, std::string(4'000, 'y')) + frame(1, "end"));
  REQUIRE(s.host.until([&] { return s.host.messages.size() == 2; }));
  CHECK(std::chrono::steady_clock::now() - inbound_began >= 80ms);
}

TEST_CASE("a torn frame is the beginning of one, and then a reset") {
  stage s;
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.hooks.frame = [](direction, std::uint64_t number) {
    frame_fate fate;
    if (number == 2) {
      fate.what = frame_fate::kind::tear;
      fate.part = 0.5;
    }
    return fate;
  };
  CHECK(s.host.server.send(1, "whole") == send_result::ok);
  CHECK(s.host.server.send(1, "0123456789") == send_result::ok);
  CHECK(s.host.server.send(1, "too late") == send_result::gone);
  REQUIRE(s.host.until([&] { return s.host.closed.size() == 1 && peer.ended; }));
  CHECK(peer.frames() == frame(1, "whole", true, masking::off) +
                             frame(1, "0123456789", true, masking::off).substr(0, 6));
  CHECK(s.host.closed[0].code == 1006);
}

TEST_CASE("frames are numbered by direction, also those that came before the hooks") {
  stage s;
  s.host.server.interfere(nullptr);
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  peer.send(frame(1, "first"));
  REQUIRE(s.host.until([&] { return s.host.messages.size() == 1; }));
  std::vector<std::pair<direction, std::uint64_t>> seen;
  s.hooks.frame = [&](direction towards, std::uint64_t number) {
    seen.emplace_back(towards, number);
    return frame_fate{};
  };
  s.host.server.interfere(&s.hooks);
  peer.send(frame(1, "second"));
  REQUIRE(s.host.until([&] { return s.host.messages.size() == 2; }));
  CHECK(s.host.server.send(1, "answer") == send_result::ok);
  CHECK(seen == std::vector<std::pair<direction, std::uint64_t>>{{direction::inbound, 2},
                                                                 {direction::outbound, 1}});
}

TEST_CASE("frames come late, twice or never, in both directions") {
  stage s;
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.hooks.frame = [](direction, std::uint64_t number) {
    frame_fate fate;
    if (number == 1) fate.due = in(50ms);
    if (number == 2) fate.again = in(10ms);
    if (number == 3) fate.what = frame_fate::kind::lose;
    return fate;
  };
  peer.send(frame(1, "late") + frame(1, "twice") + frame(1, "never") + frame(1, "plain"));
  REQUIRE(s.host.until([&] { return s.host.messages.size() == 4; }));
  std::vector<std::string> heard;
  for (const auto& [id, text] : s.host.messages)
    heard.push_back(text);
  CHECK(heard == std::vector<std::string>{"twice", "plain", "twice", "late"});

  for (const char* text : {"late", "twice", "never", "plain"})
    CHECK(s.host.server.send(1, text) == send_result::ok);
  REQUIRE(s.host.until([&] { return peer.has("late"); }));
  const auto plain = [](std::string_view text) { return frame(1, text, true, masking::off); };
  CHECK(peer.frames() == plain("twice") + plain("plain") + plain("twice") + plain("late"));
}

TEST_CASE("a close waits for the frames that were sent before it and are held back") {
  stage s;
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.hooks.frame = [](direction, std::uint64_t) {
    frame_fate fate;
    fate.due = in(30ms);
    return fate;
  };
  CHECK(s.host.server.send(1, "last words") == send_result::ok);
  s.host.server.close(1, 4100, "room_ended");
  CHECK(s.host.server.send(1, "too late") == send_result::gone);
  REQUIRE(s.host.until([&] { return peer.close_code() == 4100; }));
  CHECK(peer.has("last words"));
  CHECK_FALSE(peer.has("too late"));
}

TEST_CASE("an idle connection whose frames are held back is closed all the same") {
  auto settings = quick_settings();
  settings.idle_timeout = 60ms;
  stage s(settings);
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.hooks.frame = [](direction, std::uint64_t) {
    frame_fate fate;
    fate.due = in(200ms);
    return fate;
  };
  CHECK(s.host.server.send(1, "held") == send_result::ok);
  s.freeze(direction::inbound);  // so that the peer's pong is not heard
  REQUIRE(s.host.until([&] { return s.host.closed.size() == 1; }));
  CHECK(s.host.closed[0].code == 4004);
}

TEST_CASE("taking the hooks away hands on at once what they held back, in order") {
  stage s;
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.hooks.frame = [](direction, std::uint64_t number) {
    frame_fate fate;
    fate.due = in(1h + std::chrono::seconds(number));
    return fate;
  };
  peer.send(frame(1, "one") + frame(1, "two"));
  s.let_pass(20ms);
  CHECK(s.host.messages.empty());
  s.host.server.interfere(nullptr);
  REQUIRE(s.host.messages.size() == 2);
  CHECK(s.host.messages[0].second == "one");
  CHECK(s.host.is_well());
}

TEST_CASE("what is held back is bounded like what is queued") {
  auto settings = quick_settings();
  settings.max_queued_bytes = 10'000;
  stage s(settings);
  raw_peer peer = s.host.dial();
  s.host.open(peer);
  s.hooks.frame = [](direction, std::uint64_t) {
    frame_fate fate;
    fate.due = in(50ms);
    return fate;
  };
  for (int i = 0; i < 3; ++i)
    (void)s.host.server.send(1, std::string(4'000, 'x'));
  CHECK(s.host.noted(ws_notice_kind::slow_consumer));
  REQUIRE(s.host.until([&] { return peer.has("slow_consumer"); }));
}

}  // namespace parley::io::test
