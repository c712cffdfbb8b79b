// The rules of the handshake, without a socket.
#include "core/io/ws/admission.hpp"

#include <catch2/catch.hpp>

namespace parley::io::test {
namespace {

boost::asio::ip::address at(const char* text) {
  return boost::asio::ip::make_address(text);
}

}  // namespace

TEST_CASE("an origin is allowed when it is the host's own, listed, or not there") {
  const std::vector<std::string> listed{"https://friend.test", "http://localhost:5173"};
  CHECK(is_allowed_origin("", "parley.test", listed));
  CHECK(is_allowed_origin("https://parley.test", "parley.test", listed));
  CHECK(is_allowed_origin("https://Parley.TEST", "parley.test:443", listed));
  CHECK(is_allowed_origin("https://parley.test:443", "parley.test", listed));
  CHECK(is_allowed_origin("http://[::1]:8080", "[::1]:8080", listed));
  CHECK(is_allowed_origin("HTTPS://friend.test", "parley.test", listed));
  CHECK(is_allowed_origin("http://localhost:5173", "parley.test", listed));

  CHECK_FALSE(is_allowed_origin("http://localhost:5174", "parley.test", listed));
  CHECK_FALSE(is_allowed_origin("https://evil.test", "parley.test", listed));
  CHECK_FALSE(is_allowed_origin("https://parley.test.evil.test", "parley.test", listed));
  CHECK_FALSE(is_allowed_origin("https://evil-parley.test", "parley.test", listed));
  CHECK_FALSE(is_allowed_origin("https://parley.test:8443", "parley.test", listed));
  CHECK_FALSE(is_allowed_origin("http://parley.test:443", "parley.test", listed));
  CHECK_FALSE(is_allowed_origin("null", "null", listed));
  CHECK_FALSE(is_allowed_origin("parley.test", "parley.test", listed));
}

TEST_CASE("a subprotocol is offered as one item of a list") {
  CHECK(offers_subprotocol("parley.v1", "parley.v1"));
  CHECK(offers_subprotocol("chat,\tparley.v1 , x", "parley.v1"));
  CHECK_FALSE(offers_subprotocol("", "parley.v1"));
  CHECK_FALSE(offers_subprotocol(",,", "parley.v1"));
  CHECK_FALSE(offers_subprotocol("parley.v11", "parley.v1"));
  CHECK_FALSE(offers_subprotocol("parley.v1;x", "parley.v1"));
}

TEST_CASE("only a trusted proxy is believed about an address") {
  const trusted_networks trusted({"127.0.0.1", "::1"});
  CHECK(client_address(at("127.0.0.1"), "192.0.2.7", trusted) == at("192.0.2.7"));
  CHECK(client_address(at("::1"), "2001:db8::1", trusted) == at("2001:db8::1"));
  CHECK(client_address(at("127.0.0.1"), "", trusted) == at("127.0.0.1"));
  CHECK(client_address(at("127.0.0.1"), "rubbish", trusted) == at("127.0.0.1"));
  CHECK(client_address(at("198.51.100.1"), "192.0.2.7", trusted) == at("198.51.100.1"));
}

TEST_CASE("proxies are trusted by address and by network") {
  const trusted_networks trusted({"10.1.0.0/16", "192.0.2.1", "fd00::/8"});
  for (const char* const each :
       {"10.1.0.1", "10.1.255.255", "192.0.2.1", "fd12::1", "::ffff:10.1.2.3"})
    CHECK(trusted.contains(at(each)));
  for (const char* const each : {"10.2.0.1", "192.0.2.2", "fe80::1", "::1"})
    CHECK_FALSE(trusted.contains(at(each)));
  CHECK_FALSE(trusted_networks({}).contains(at("127.0.0.1")));
}

TEST_CASE("what is neither an address nor a network is named") {
  CHECK_FALSE(trusted_networks::mistake_in({"10.0.0.0/8", "::1"}));
  for (const char* const each : {"gateway", "10.0.0.0/33", "10.0.0/8", "::1/129", "", "/8"}) {
    CHECK(trusted_networks::mistake_in({"::1", each}) ==
          std::string("neither an address nor a network: ") + each);
  }
}

TEST_CASE("an address key says nothing, and is one per customer") {
  const address_hasher hash({1});
  CHECK(hash(at("192.0.2.1")) == hash(at("192.0.2.1")));
  CHECK(hash(at("192.0.2.1")) != hash(at("192.0.2.2")));
  CHECK(hash(at("192.0.2.1")) == hash(at("::ffff:192.0.2.1")));
  CHECK(hash(at("2001:db8::1")) == hash(at("2001:db8::ffff:2")));
  CHECK(hash(at("2001:db8::1")) != hash(at("2001:db8:0:1::1")));
  CHECK(hash(at("192.0.2.1")) != address_hasher({2})(at("192.0.2.1")));
  CHECK(address_hasher::random_secret() != address_hasher::random_secret());
}

TEST_CASE("who leaves makes room under both caps") {
  ws_server_settings settings;
  settings.paths = {"/match"};
  settings.max_connections = 3;
  settings.max_connections_per_address = 2;
  admission door(settings, {});
  const auto from = [](const char* address) {
    return handshake{"/match", "parley.test", "", "parley.v1", "", at(address)};
  };
  const auto status = [&](const handshake& asked) {
    const auto refusal = door.enter(asked, door.peer_of(asked));
    return refusal ? refusal->status : 101;
  };
  CHECK(status(from("192.0.2.1")) == 101);
  CHECK(status(from("192.0.2.1")) == 101);
  CHECK(status(from("192.0.2.1")) == 429);
  CHECK(status(from("192.0.2.2")) == 101);
  CHECK(status(from("192.0.2.3")) == 503);
  door.leave(door.peer_of(from("192.0.2.1")));
  CHECK(status(from("192.0.2.1")) == 101);
  door.refuse("draining");
  CHECK(status(from("192.0.2.4")) == 503);
}

}  // namespace parley::io::test
