// What a list covers in a text, and what it leaves alone.
#include "core/words/word_list.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using words::word_list;

namespace {

std::string covered(std::string_view list, std::string_view text) {
  return word_list::parse(list)->cover(text).value_or(std::string(text));
}

}  // namespace

TEST_CASE("a word on the list is covered whatever its case, a star for each character") {
  CHECK(covered("darn", "Darn it, DARN!") == "**** it, ****!");
  CHECK(covered("über", "ÜBER alles") == "**** alles");
  CHECK(covered("дурак", "Ты Дурак?") == "Ты *****?");
  CHECK(covered("straße", "STRASSE") == "*******");
}

TEST_CASE("within another word it is left alone") {
  CHECK(covered("ass", "a class of grass") == "a class of grass");
  CHECK(covered("darn", "darning, darn2 and dárn") == "darning, darn2 and dárn");
  CHECK(covered("darn", "_darn_ (darn)-darn") == "_****_ (****)-****");
}

TEST_CASE("a phrase is found over whatever stands between its words, which is left") {
  CHECK(covered("go away", "Go away! go,  AWAY") == "** ****! **,  ****");
  CHECK(covered("go away", "go far away") == "go far away");
  CHECK(covered("go away", "they go") == "they go");
}

TEST_CASE("phrases that overlap are all covered") {
  CHECK(covered("a b\nb c\nc", "a b c d") == "* * * d");
}

TEST_CASE("the same letters written in another way are the same") {
  CHECK(covered("café", "CAFE\u0301") == "*****");  // an accent of its own
  CHECK(covered("darn", "ｄａｒｎ") == "****");     // wide letters
  CHECK(covered("darn", "da\u200brn") == "*****");  // a space without width
  CHECK(covered("darn", "\u00addarn") == "\u00ad****");
}

TEST_CASE("lines are trimmed; empty ones, comments and doubles do not count") {
  const auto list = word_list::parse("# mild ones\r\n\r\n  darn \r\nDARN\nheck yes\n");
  REQUIRE(list.has_value());
  CHECK(list->size() == 2);
  CHECK(list->cover("heck") == std::nullopt);
  CHECK(list->cover("heck, yes") == "****, ***");
}

TEST_CASE("a line that can match nothing, or is not UTF-8, is told by its number") {
  CHECK(word_list::parse("fine\n!!!\n").error() == 2);
  CHECK(word_list::parse("fine\n\n# one\n\xff\xfe").error() == 4);
  CHECK(word_list::parse("fi\xffne").error() == 1);
}

TEST_CASE("an empty list, and an empty text, change nothing") {
  CHECK(word_list{}.cover("darn") == std::nullopt);
  CHECK(word_list::parse("darn")->cover("") == std::nullopt);
  CHECK(word_list::parse("")->size() == 0);
}

TEST_CASE("what is not UTF-8 is passed over and kept") {
  CHECK(covered("darn", "\xff darn \xc3") == "\xff **** \xc3");
}
