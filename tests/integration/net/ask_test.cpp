// Questions by HTTP and by UDP over real sockets: each is answered once, and no later than its
// limit.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "core/io/http_ask.hpp"
#include "core/io/udp_ask.hpp"
#include "tests/support/run_until.hpp"

using namespace parley;
using boost::asio::ip::tcp;
using boost::asio::ip::udp;
using boost::system::error_code;

namespace {

constexpr milliseconds limit{200};

// What was asked, and how long the answer took.
struct asking {
  io::event_loop loop;
  std::optional<io::http_answer> http;
  std::optional<std::optional<io::udp_answer>> datagram;
  int answers = 0;
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();

  void by_http(io::http_question question, milliseconds within = limit) {
    io::ask(loop, std::move(question), within, [this](const io::http_answer& said) {
      http = said;
      ++answers;
    });
  }
  void by_udp(io::net_place whom, std::string question, milliseconds within = limit) {
    io::ask_by_udp(loop, whom, std::move(question), within, [this](const auto& said) {
      datagram = said;
      ++answers;
    });
  }
  [[nodiscard]] bool is_answered() {
    return test::run_until(loop, [this] { return answers > 0; });
  }
  [[nodiscard]] bool was_quick() const {
    return std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(3'500);
  }
};

// Says `answer` to the first who comes, and keeps what it was asked; nothing: it says nothing.
struct http_door {
  http_door(io::event_loop& loop, std::string answer_)
      : acceptor(loop.context(), tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)),
        socket(loop.context()),
        answer(std::move(answer_)) {
    acceptor.async_accept(socket, [this](error_code) {
      boost::asio::async_read_until(
          socket, boost::asio::dynamic_buffer(asked), "\r\n\r\n", [this](error_code, std::size_t) {
            if (answer.empty()) return;
            error_code ignored;
            boost::asio::write(socket, boost::asio::buffer(answer), ignored);
            (void)socket.close(ignored);
          });
    });
  }
  [[nodiscard]] std::uint16_t port() const { return acceptor.local_endpoint().port(); }

  tcp::acceptor acceptor;
  tcp::socket socket;
  std::string answer;
  std::string asked;
};

}  // namespace

TEST_CASE("an HTTP question is answered with status, body and date") {
  asking a;
  http_door door(a.loop,
                 "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                 "Content-Length: 5\r\n\r\nhello");
  const io::http_question question{.method = "POST",
                                   .port = door.port(),
                                   .path = "/check",
                                   .body = "{}",
                                   .content_type = "application/json"};
  a.by_http(question);
  REQUIRE(a.is_answered());
  CHECK(a.http->status == 200);
  CHECK(a.http->body == "hello");
  CHECK(a.http->date == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(door.asked.starts_with("POST /check HTTP/1.1\r\n"));
  CHECK(door.asked.find("Host: 127.0.0.1:" + std::to_string(door.port())) != std::string::npos);
}

TEST_CASE("who does not answer has not answered in time, and nothing is said a second time") {
  asking a;
  http_door door(a.loop, {});
  SECTION("by HTTP") {
    a.by_http({.port = door.port()});
  }
  SECTION("by UDP") {
    udp::socket silent(a.loop.context(), udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    a.by_udp({"127.0.0.1", silent.local_endpoint().port()}, "anybody?");
    REQUIRE(a.is_answered());
    CHECK_FALSE(a.datagram->has_value());
    return;
  }
  REQUIRE(a.is_answered());
  CHECK(a.http->status == 0);
  test::run_for(a.loop, 2 * limit);
  CHECK(a.answers == 1);
}

TEST_CASE("a name that takes longer to be looked up than the limit counts as no answer") {
  asking a;
  a.by_http({.host = "slow.test", .port = 1});
  a.by_udp({"slow.test", 1}, "?");
  REQUIRE(test::run_until(a.loop, [&a] { return a.answers == 2; }));
  CHECK(a.was_quick());
  CHECK(a.http->status == 0);
  CHECK_FALSE(a.datagram->has_value());
}

TEST_CASE("a datagram is answered by the one who was asked, with the times of both ways") {
  asking a;
  udp::socket server(a.loop.context(), udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  std::string question(64, '\0');
  udp::endpoint from;
  server.async_receive_from(boost::asio::buffer(question), from, [&](error_code, std::size_t n) {
    // Somebody else is quicker, and is not heard.
    udp::socket other(a.loop.context(), udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    (void)other.send_to(boost::asio::buffer(std::string("forged")), from);
    (void)server.send_to(boost::asio::buffer("re: " + question.substr(0, n)), from);
  });
  a.by_udp({"127.0.0.1", server.local_endpoint().port()}, "time?", milliseconds{5'000});
  REQUIRE(a.is_answered());
  REQUIRE(a.datagram->has_value());
  const auto& said = **a.datagram;
  CHECK(said.bytes == "re: time?");
  CHECK(said.sent <= said.received);
  CHECK(said.sent > std::chrono::hours{24 * 365 * 50});
}

TEST_CASE("a closed port is told at once") {
  asking a;
  udp::socket gone(a.loop.context(), udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  const auto port = gone.local_endpoint().port();
  gone.close();
  a.by_udp({"127.0.0.1", port}, "anybody?", milliseconds{10'000});
  REQUIRE(a.is_answered());
  CHECK_FALSE(a.datagram->has_value());
  CHECK(a.was_quick());
}
