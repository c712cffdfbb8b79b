// Whose a connection is, told by the first line of what it says.
#include "core/io/ws/first_bytes.hpp"

#include <catch2/catch.hpp>

namespace parley::io::test {

TEST_CASE("a request is told as soon as its path is") {
  const std::vector<std::string> prefixes{"/files", "/node/node-0/files"};
  const auto kind = [&](std::string_view bytes) { return kind_of_request(bytes, prefixes); };
  CHECK(kind("POST /files HTTP/1.1\r\n") == request_kind::stream);
  CHECK(kind("GET /node/node-0/files/0123") == request_kind::stream);
  CHECK(kind("HEAD /files") == request_kind::stream);
  CHECK(kind("GET /node/node-0/ws HTTP/1.1\r\n") == request_kind::other);
  CHECK(kind("GET /w") == request_kind::other);
  CHECK(kind("GET /file HTTP/1.1\r\n") == request_kind::other);
  for (const char* each : {"", "G", "POST", "POST ", "GET /fil", "GET /node/node-0/"})
    CHECK(kind(each) == request_kind::unclear);
}

TEST_CASE("what is no request is somebody else's to refuse, and is not waited for without end") {
  CHECK(kind_of_request(std::string(17, 'A'), {"/files"}) == request_kind::other);
  CHECK(kind_of_request("\x16\x03\x01 \x02", {"/files"}) == request_kind::other);
}

}  // namespace parley::io::test
