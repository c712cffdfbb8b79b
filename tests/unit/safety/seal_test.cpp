// Sealed for the operator: only their key opens it.
#include "core/safety/seal.hpp"

#include <catch2/catch.hpp>

namespace parley::safety {

TEST_CASE("what is sealed for a key is opened by its pair, and by no other") {
  const auto operators = make_key_pair();
  const auto strangers = make_key_pair();
  const std::string text = "Words: \r\n ä \0 and more";
  const auto box = seal(operators.open, text);
  CHECK(open(operators, box) == text);
  CHECK_FALSE(open(strangers, box));
  CHECK(box.find("Words") == std::string::npos);
  CHECK(seal(operators.open, text) != box);  // the same words look different each time
}

TEST_CASE("an empty text is sealed like any other") {
  const auto keys = make_key_pair();
  CHECK(open(keys, seal(keys.open, "")) == "");
}

TEST_CASE("a box that was tampered with, or is none, is not opened") {
  const auto keys = make_key_pair();
  auto box = seal(keys.open, "words");
  box[20] = box[20] == 'A' ? 'B' : 'A';
  CHECK_FALSE(open(keys, box));
  for (const char* const none : {"", "words", "AAAA", "!"})
    CHECK_FALSE(open(keys, none));
}

TEST_CASE("keys are kept as 64 hex digits; the public one follows from the secret one") {
  const auto keys = make_key_pair();
  const auto read = parse_secret_key(to_hex(keys.secret));
  REQUIRE(read);
  CHECK(read->open.bytes == keys.open.bytes);
  CHECK(parse_public_key(to_hex(keys.open.bytes))->bytes == keys.open.bytes);
  for (const char* const none : {"", "00", "zz"}) {
    CHECK_FALSE(parse_public_key(none));
    CHECK_FALSE(parse_secret_key(none));
  }
  CHECK_FALSE(parse_public_key(to_hex(keys.open.bytes) + "00"));
  CHECK_FALSE(parse_public_key(std::string(64, 'g')));
}

}  // namespace parley::safety
