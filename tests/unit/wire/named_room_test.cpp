// A named room's id, lock and seats: made of what everybody knows, the same everywhere and for
// ever.
#include "core/wire/named_room.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "core/wire/tokens.hpp"

namespace parley::wire {

TEST_CASE("a named room's id, lock and seats never change") {
  CHECK(named_room_id("the hall") == "nccq8nh0sf600082j99bspzskjx");
  CHECK(lock_of_key("") == "a03baa1f39f55b1e8847e6ff639cfc2a");
  CHECK(seat_of_session("n01", std::string(32, '0')) == 150019744);
}

TEST_CASE("a named room's id is no pair's, and its seats are seats") {
  const auto id = named_room_id("hall");
  CHECK(id.size() == 27);
  CHECK(id.front() == 'n');
  CHECK(id.find('-') == std::string::npos);
  CHECK(named_room_id("hall ") != id);
  CHECK(lock_of_key("a") != lock_of_key("b"));
  std::set<seat_number> seats;
  for (int i = 0; i < 1'000; ++i) {
    const auto seat = seat_of_session(id, std::to_string(i));
    CHECK(seat >= 1);
    CHECK(seat <= 2'147'483'648U);
    seats.insert(seat);
  }
  CHECK(seats.size() == 1'000);
}

TEST_CASE("a seat token of a named room says how many may sit there and with which key") {
  const token_box box({make_token_key({1, 2, 3})});
  const seat_claims claims{.sid = std::string(32, 'a'),
                           .room = "n01",
                           .seat = 7,
                           .language = {},
                           .members = {{7, "Ada"}},
                           .limit = 50,
                           .lock = "3c9d"};
  const auto read = box.verify_seat(box.sign(claims, 1'000), 2'000);
  REQUIRE(read.has_value());
  CHECK((*read == claims));

  SECTION("and names its bearer only") {
    auto many = claims;
    many.members.push_back({8, "Bob"});
    CHECK_FALSE(box.verify_seat(box.sign(many, 1'000), 2'000).has_value());
  }
}

}  // namespace parley::wire
