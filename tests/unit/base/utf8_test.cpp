// UTF-8 is taken apart strictly.
#include "core/base/utf8.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace parley {

TEST_CASE("every length of character is understood") {
  CHECK(first_character("a")->code_point == U'a');
  CHECK(first_character("é")->code_point == U'é');
  CHECK(first_character("世")->code_point == U'世');
  CHECK(first_character("😀!")->code_point == U'😀');
  CHECK(first_character("😀!")->bytes == 4);
  CHECK_FALSE(first_character(""));
}

TEST_CASE("what only looks like UTF-8 is refused") {
  for (const char* bytes :
       {"\x80", "\xff", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe4\xb8", "\xed\xa0\x80",
        "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80"}) {
    CHECK_FALSE(is_utf8(bytes));
    CHECK_FALSE(is_utf8(std::string{"eight or more letters before "} + bytes));
  }
  CHECK(is_utf8(""));
  CHECK(is_utf8("\xf4\x8f\xbf\xbf"));  // U+10FFFF
  CHECK(is_utf8("\xed\x9f\xbf\xee\x80\x80"));
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(count_characters("") == 0);
  CHECK(count_characters("héllo 世界 😀") == 10);
  CHECK(count_characters("e\u0301") == 2);
  CHECK(count_characters("a\xff\xff") == 3);
}

TEST_CASE("white space is trimmed at both ends only") {
  CHECK(trim("  a b \t\n") == "a b");
  CHECK(trim("\u00a0\u3000x\u2003") == "x");
  CHECK(trim(" \u2028 ").empty());
  CHECK(trim("").empty());
}

TEST_CASE("control characters and direction marks may not stand in a name") {
  for (const char* text :
       {"a\nb", "\x1b[1m", "\x7f", "\u0085", "\u2028", "\u202e", "\u2066", "\xff"}) {
    CHECK(has_unprintable(text));
  }
  CHECK(has_unprintable(std::string_view{"a\0b", 3}));
  CHECK_FALSE(has_unprintable("Brave Lynx é 世 👋🏽"));
}

}  // namespace parley
