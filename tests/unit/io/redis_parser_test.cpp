// Commands to bytes, bytes to replies; in any pieces.
#include "core/io/redis_parser.hpp"

#include <catch2/catch.hpp>

using namespace parley::io;

TEST_CASE("a command is an array of binary-safe strings") {
  std::string out;
  append_command(out, {"SET", "k\r\n", ""});
  CHECK(out == "*3\r\n$3\r\nSET\r\n$3\r\nk\r\n\r\n$0\r\n\r\n");
}

TEST_CASE("replies of every kind are understood, however the bytes are cut") {
  std::string whole = "+OK\r\n-OOM no more\r\n:-7\r\n$-1\r\n*-1\r\n*2\r\n$2\r\n";
  whole += std::string("\0x", 2) + "\r\n*1\r\n:1\r\n";
  const std::vector<redis_reply> expected{
      redis_reply::status("OK"),
      redis_reply::error("OOM no more"),
      redis_reply::integer(-7),
      redis_reply::nil(),
      redis_reply::nil(),
      redis_reply::array({redis_reply::string(std::string("\0x", 2)),
                          redis_reply::array({redis_reply::integer(1)})})};
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, whole.size()}) {
    redis_parser parser;
    std::vector<redis_reply> replies;
    for (std::size_t at = 0; at < whole.size(); at += piece) {
      parser.feed(std::string_view(whole).substr(at, piece));
      for (auto reply = parser.next(); *reply; reply = parser.next()) {
        REQUIRE(reply.has_value());
        replies.push_back(**reply);
      }
    }
    CHECK(replies == expected);
  }
}

TEST_CASE("what is not the protocol is an error") {
  redis_parser parser;
  parser.feed("HTTP/1.1 400 Bad Request\r\n");
  CHECK(parser.next().has_error());
}

TEST_CASE("an error is named by its first word") {
  CHECK(redis_reply::error("OOM command not allowed").error_word() == "OOM");
  CHECK(redis_reply::error("ERR").error_word() == "ERR");
  CHECK(redis_reply::status("OOM").error_word().empty());
}
