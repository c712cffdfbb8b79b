// What a file is, is told by its bytes.
#include "chat-node/files/media_type.hpp"

#include <catch2/catch.hpp>

#include "chat-node/files/file_hash.hpp"

namespace parley::files {

using namespace std::string_view_literals;

TEST_CASE("the four kinds of images are told by how they begin") {
  CHECK(media_type_of("\x89PNG\r\n\x1a\n...."sv) == "image/png");
  CHECK(media_type_of("\xff\xd8\xff\xe0..JFIF"sv) == "image/jpeg");
  CHECK(media_type_of("GIF87a........"sv) == "image/gif");
  CHECK(media_type_of("GIF89a........"sv) == "image/gif");
  CHECK(media_type_of("RIFF\x24\0\0\0WEBPVP8 "sv) == "image/webp");
  CHECK(is_image("image/webp"));
}

TEST_CASE("everything else is octets, also what browsers would run") {
  const auto cases = {""sv,
                      "x"sv,
                      "<svg xmlns='http://www.w3.org/2000/svg'>"sv,
                      "<!doctype html>"sv,
                      "%PDF-1.7"sv,
                      "GIF88a........"sv,
                      "\x89PNG\r\n\x1a"sv,
                      "RIFF\x24\0\0\0WAVEfmt "sv,
                      "RIFF\x24\0\0\0WEBP"sv};
  for (const auto each : cases)
    CHECK(media_type_of(each) == "application/octet-stream");
  CHECK_FALSE(is_image("application/octet-stream"));
}

TEST_CASE("a file is named by its content, however it came in pieces") {
  file_hash whole, pieces;
  whole.add("hello, world");
  pieces.add("hello");
  pieces.add("");
  pieces.add(", world");
  // The beginning of what sha256sum says.
  CHECK(whole.id() == "09ca7e4eaa6e8ae9c7d2611671291848");
  CHECK(pieces.id() == "09ca7e4eaa6e8ae9c7d2611671291848");
}

}  // namespace parley::files
