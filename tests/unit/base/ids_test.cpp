// Entry ids are read strictly and ordered as Redis orders them.
#include "core/base/ids.hpp"

#include <catch2/catch.hpp>

namespace parley {

TEST_CASE("an entry id goes into text and back") {
  CHECK(to_string(entry_id{4, 31}) == "4-31");
  CHECK(parse_entry_id("4-31") == entry_id{4, 31});
  CHECK(parse_entry_id("18446744073709551615-0") == entry_id{18446744073709551615U, 0});
  for (const char* text : {"", "4", "4-", "-31", "4-31 ", " 4-31", "4--31", "+4-31", "4_31",
                           "18446744073709551616-0"}) {
    INFO(text);
    CHECK_FALSE(parse_entry_id(text));
  }
}

TEST_CASE("the epoch decides before the number") {
  CHECK(entry_id{4, 31} < entry_id{5, 1});
  CHECK(entry_id{4, 31} < entry_id{4, 32});
}

}  // namespace parley
