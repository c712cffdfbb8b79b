// A visitor's harder stories: taking wishes back, leaving, being refused, and services that lie.
#include <catch2/catch.hpp>
#include <string>

#include "stage.hpp"

using namespace parley;
using namespace parley::client;

TEST_CASE("a wish is taken back") {
  stage s;
  s.happens(wish{"en"}).happens(link_opened{1}).answers(1, 1, wire::seek_result{"session", 1});
  s.happens(wish_no_more{});
  CHECK(s.last == actions{request(1, 2, wire::cancel{1})});
  SECTION("in time") {
    s.answers(1, 2, wire::empty_result{}).says(1, wire::wait_ended{1, wire::wait_end::cancelled});
    CHECK(s.last == actions{drop_link{1}, show_wait_ended{wire::wait_end::cancelled},
                            show_state{state::idle}});
  }
  SECTION("too late: the seat is taken and left, so that the partner need not wait") {
    s.says(1, wire::assigned{1, "room", 1, "token", "node-0", "en", {}, {2, "Bob"}});
    s.happens(link_opened{2}).answers(2, 3, stage::joined_at(1, 0));
    CHECK(s.last == actions{show_state{state::joined}, request(2, 4, wire::leave{})});
  }
  SECTION("the matchmaker is gone: the next one is told again") {
    s.happens(link_closed{1, 1006}).after(*s.visitor.deadline() - s.now.steady);
    REQUIRE(s.last == actions{open_matchmaker{2}});
    s.happens(link_opened{2}).answers(2, 3, wire::seek_result{"session", 1});
    CHECK(s.last == actions{request(2, 4, wire::cancel{1})});
  }
}

TEST_CASE("a matchmaker that cannot now is asked again; a wish that is wrong is not") {
  stage s;
  s.happens(wish{"en"}).happens(link_opened{1});
  SECTION("draining") {
    s.refuses(1, 1, {.code = wire::error_code::draining});
    CHECK(s.last == actions{drop_link{1}});
    CHECK(s.visitor.deadline());
  }
  SECTION("rate limited: not before it is told") {
    s.refuses(1, 1, {.code = wire::error_code::rate_limited, .retry_ms = 700});
    CHECK(*s.visitor.deadline() - s.now.steady >= milliseconds{700});
  }
  SECTION("an unknown language") {
    s.refuses(1, 1, {.code = wire::error_code::language_unknown, .languages = {"es"}});
    CHECK(s.last == actions{drop_link{1}, show_state{state::failed}});
  }
}

TEST_CASE("a goodbye waits until all that was said is stored, over a reconnect if need be") {
  stage s;
  s.joined().happens(say{"one last thing"}).happens(say_goodbye{});
  CHECK(s.last.empty());
  s.happens(say{"after the goodbye"});
  CHECK(s.last == actions{refused{"after the goodbye"}});
  s.happens(link_closed{2, 1006}).happens(link_opened{3});
  s.answers(3, 4, stage::joined_at(1, 0));
  REQUIRE(s.last == actions{show_state{state::joined},
                            request(3, 5, wire::send{1, "text", "one last thing"})});
  s.answers(3, 5, wire::send_result{entry_id{1, 2}, 7});
  CHECK(s.last == actions{show_stored{1}, request(3, 6, wire::leave{})});
  s.answers(3, 6, wire::empty_result{});
  CHECK(s.last ==
        actions{drop_link{3}, show_ended{wire::room_end::left}, show_state{state::ended}});
}

TEST_CASE("a new name that a lost connection has swallowed is told again") {
  stage s;
  s.joined().happens(change_name{"Eve"}).happens(link_closed{2, 1006}).happens(link_opened{3});
  s.answers(3, 4, stage::joined_at(1, 0));
  CHECK(s.last == actions{show_state{state::joined}, request(3, 5, wire::rename{"Eve"})});
  s.answers(3, 5, wire::empty_result{});
  CHECK_FALSE(s.visitor.kept().new_name);
}

TEST_CASE("what a node would refuse does not enter the outbox") {
  stage s;
  s.joined();
  for (const std::string& body : {std::string{}, std::string(4'001, 'x'), std::string{"\xff"}}) {
    s.happens(say{body});
    CHECK(s.last == actions{refused{body}});
  }
  s.happens(say{std::string(4'000, 'x')});
  CHECK(s.last.front() == action{accepted{1}});
}

TEST_CASE("the outbox is bounded, and only a window of it is under way") {
  stage s;
  s.joined();
  std::size_t under_way = 0;
  for (std::size_t i = 0; i < s.settings.outbox_capacity; ++i) {
    s.happens(say{"x"});
    under_way += s.last.size() - 1;
  }
  CHECK(under_way == s.settings.window);
  s.happens(say{"one too many"});
  CHECK(s.last == actions{refused{"one too many"}});
  s.answers(2, 3, wire::send_result{entry_id{1, 2}, 7});
  CHECK(s.last == actions{show_stored{1}, request(2, 67, wire::send{65, "text", "x"})});
}

TEST_CASE("a room that lies about its entries cannot make a client rejoin in a tight loop") {
  stage s;
  s.joined();
  unsigned waits = 0;
  link_number link = 2;
  std::uint64_t id = 2;
  for (int round = 0; round < 20; ++round) {
    s.says(link, wire::entry{{1, 9}, 2, 5, "text", "beyond a hole", 9});
    const bool at_once = std::holds_alternative<open_matchmaker>(s.last.back());
    if (!at_once) {
      ++waits;
      s.after(*s.visitor.deadline() - s.now.steady);
    }
    // The matchmaker names the same node, and the join is answered: links and ids go up by two.
    s.happens(link_opened{++link}).answers(link, ++id, wire::resume_result{"node-0", false});
    s.happens(link_opened{++link}).answers(link, ++id, stage::joined_at(1, 0));
    REQUIRE(s.visitor.current() == state::joined);
  }
  CHECK(waits == 19);  // only the first time it was a surprise
}

TEST_CASE("a lost tail is sent again, though it had one tick") {
  stage s;
  s.joined().happens(say{"one"}).happens(say{"two"});
  s.answers(2, 3, wire::send_result{entry_id{1, 2}, 7});
  s.answers(2, 4, wire::send_result{entry_id{1, 3}, 8});
  s.happens(link_closed{2, 4003}).happens(link_opened{3});
  s.answers(3, 5, stage::joined_at(2, 1));
  CHECK(s.last == actions{show_state{state::joined}, request(3, 6, wire::send{2, "text", "two"})});
}

TEST_CASE("a tab that has forgotten what it sent goes on behind what the room has stored") {
  stage s;
  s.happens(wish{"en"}).happens(link_opened{1});
  s.says(1, wire::assigned{1, "room", 1, "token", "node-0", "en", {}, {2, "Bob"}});
  s.happens(link_opened{2}).answers(2, 2, stage::joined_at(3, 7)).happens(say{"eighth"});
  CHECK(s.last == actions{accepted{8}, request(2, 3, wire::send{8, "text", "eighth"})});
}

TEST_CASE("told to slow down it pauses before it comes back") {
  stage s;
  s.joined().happens(link_closed{2, 4007});
  CHECK(s.last == actions{drop_link{2}, show_state{state::reconnecting}});
  CHECK(s.visitor.deadline());
}

TEST_CASE("a wrong node that names no other makes it ask a matchmaker") {
  stage s;
  s.joined().happens(link_closed{2, 1006}).happens(link_opened{3});
  s.refuses(3, 3, {.code = wire::error_code::wrong_node});
  s.after(*s.visitor.deadline() - s.now.steady);
  CHECK(s.last == actions{open_matchmaker{4}});
}

TEST_CASE("a receipt that the node had no patience for goes again") {
  stage s;
  s.joined().says(2, wire::entry{{1, 4}, 2, 1, "text", "hello", 9});
  const send_text receipt{2, wire::encode_notification(wire::received{{{2, 1}}})};
  REQUIRE(s.last == actions{show_message{{{1, 4}, 2, 1, "text", "hello", 9}}, receipt});
  s.happens(link_text{
      2, wire::encode_error({}, {.code = wire::error_code::rate_limited, .retry_ms = 300})});
  CHECK(s.last.empty());
  s.after(milliseconds{300});
  CHECK(s.last == actions{receipt});
  s.after(milliseconds{300});
  CHECK(s.last.empty());
}

TEST_CASE("a room that has ended elsewhere is over here too, for the reason it ended") {
  stage s;
  s.joined();
  SECTION("told at the way back") {
    s.happens(link_closed{2, 1006}).happens(link_opened{3});
    s.refuses(3, 3, {.code = wire::error_code::room_ended, .reason = "left", .by = 2});
    CHECK(s.last ==
          actions{drop_link{3}, show_ended{wire::room_end::left}, show_state{state::ended}});
  }
  SECTION("found by healing, at a stale owner") {
    s.says(2, wire::presence{2, wire::presence_state::away, 120'000});
    s.after(*s.visitor.deadline() - s.now.steady).answers(2, 3, wire::sync_result{});
    s.after(*s.visitor.deadline() - s.now.steady);
    REQUIRE(s.last == actions{open_matchmaker{3}});
    s.happens(link_opened{3});
    s.refuses(3, 4, {.code = wire::error_code::room_ended, .reason = "gone", .by = 1});
    CHECK(s.last == actions{drop_link{3}, drop_link{2}, show_ended{wire::room_end::gone},
                            show_state{state::ended}});
  }
}

TEST_CASE("late words of a connection that was given up change nothing") {
  stage s;
  s.joined().happens(link_closed{2, 1006});
  s.says(2, wire::entry{{1, 4}, 2, 1, "text", "late", 9});
  CHECK(s.last.empty());
  s.happens(link_closed{2, 4200});
  CHECK(s.last.empty());
}

TEST_CASE("a client tells the next node of the highest epoch that an entry has shown it") {
  stage s;
  s.joined().says(2, wire::entry{{3, 7}, 2, 1, "text", "hi", 0});
  s.happens(link_closed{2, 1006}).happens(link_opened{3});
  CHECK(s.last == actions{request(3, 3, join_with({{2, 1}}, 1, 3))});
}

TEST_CASE("a message that nobody stores makes the client ask where the room is") {
  // Its node lives and answers, but has lost Redis: another one may own the room by now.
  stage s;
  s.joined().happens(say{"hello"});
  std::uint64_t request_id = 4;  // of the next request
  while (s.last != actions{open_matchmaker{3}}) {
    s.after(*s.visitor.deadline() - s.now.steady);
    REQUIRE(request_id < 9);
    if (s.last != actions{request(2, request_id, wire::sync{s.now.wall})}) continue;
    s.answers(2, request_id++, wire::sync_result{s.now.wall, 0, 0});
  }
  s.happens(link_opened{3}).answers(3, request_id, wire::resume_result{"node-1", true});
  CHECK(s.last == actions{drop_link{3}, show_state{state::reconnecting}, drop_link{2},
                          open_node{4, "node-1"}});
}
