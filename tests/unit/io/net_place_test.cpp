// Addresses as an operator writes them.
#include "core/io/net_place.hpp"

#include <catch2/catch.hpp>

#include "core/io/http_ask.hpp"

using namespace parley::io;

TEST_CASE("a place is a name or an address, and a port or the usual one") {
  CHECK(parse_net_place("time.example", 123) == net_place{"time.example", 123});
  CHECK(parse_net_place("time.example:1123", 123) == net_place{"time.example", 1'123});
  CHECK(parse_net_place("127.0.0.1:65535", 123) == net_place{"127.0.0.1", 65'535});
  CHECK(parse_net_place("[::1]", 123) == net_place{"::1", 123});
  CHECK(parse_net_place("[::1]:124", 123) == net_place{"::1", 124});
}

TEST_CASE("anything else is no place") {
  for (const auto* text : {"", ":123", "a b", "host:", "host:0", "host:65536", "host:1x", "::1",
                           "[::1", "[]:1", "[::1]123", "host/path", "host:12:34"})
    CHECK(parse_net_place(text, 123) == std::nullopt);
}

TEST_CASE("an HTTP address is a place and a path") {
  const auto whole = parse_http_address("http://filter.example:8080/check?kind=1");
  REQUIRE(whole.has_value());
  CHECK(whole->host == "filter.example");
  CHECK(whole->port == 8'080);
  CHECK(whole->path == "/check?kind=1");
  const auto bare = parse_http_address("http://127.0.0.1");
  REQUIRE(bare.has_value());
  CHECK(bare->port == 80);
  CHECK(bare->path == "/");
  for (const auto* text : {"", "filter.example", "https://filter.example/", "http://", "http:///x",
                           "http://a:b@c/", "http://host/a b", "http://host/\r\nX: y"})
    CHECK_FALSE(parse_http_address(text).has_value());
}
