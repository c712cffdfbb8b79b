// Messages about messages, and the question whether anybody is still there.
#include <catch2/catch.hpp>

#include "tests/unit/client/stage.hpp"

namespace parley::client {

TEST_CASE("an own message is edited and deleted by further messages") {
  stage s;
  s.joined().happens(say{"helo"}).happens(change{1, "hello"});
  CHECK(s.last == actions{accepted{2}, request(2, 4, wire::send{2, "edit", "hello", 1})});
  s.happens(change{1});
  CHECK(s.last == actions{accepted{3}, request(2, 5, wire::send{3, "delete", "", 1})});
}

TEST_CASE("an edit is sent again after a cut like any message") {
  stage s;
  s.joined().happens(say{"helo"}).happens(change{1, "hello"});
  s.happens(link_closed{2, 1006}).happens(link_opened{3});
  s.answers(3, 5, stage::joined_at(1, 1));
  CHECK(s.last == actions{show_state{state::joined}, show_stored{1},
                          request(3, 6, wire::send{2, "edit", "hello", 1})});
}

TEST_CASE("what one has not said cannot be changed") {
  stage s;
  s.joined();
  CHECK(s.happens(change{1, "x"}).last == actions{refused{"x"}});
  s.happens(say{"hello"});
  CHECK(s.happens(change{2, "x"}).last == actions{refused{"x"}});
  CHECK(s.happens(change{0, "x"}).last == actions{refused{"x"}});
}

TEST_CASE("asked whether it is still there it stays") {
  stage s;
  s.joined().says(2, wire::idle{60'000});
  CHECK(s.last == actions{request(2, 3, wire::stay{})});
  CHECK(s.says(2, wire::idle{0}).last.empty());
  CHECK(s.answers(2, 3, wire::empty_result{}).last.empty());
}

}  // namespace parley::client
