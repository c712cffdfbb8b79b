// A visitor's stories: wish, seat, talk, every way to lose the connection and the way back.
#include <catch2/catch.hpp>

#include "stage.hpp"

using namespace parley;
using namespace parley::client;

TEST_CASE("a wish becomes a seat: seek, assigned, join") {
  stage s;
  s.happens(wish{"en", {"chess"}, "Ada"});
  CHECK(s.last == actions{show_state{state::seeking}, open_matchmaker{1}});
  s.happens(link_opened{1});
  CHECK(s.last == actions{request(1, 1, wire::seek{"en", {"chess"}, "Ada", 1})});
  s.answers(1, 1, wire::seek_result{"session", 1});
  const wire::assigned assigned{1, "room", 1, "token", "node-0", "en", {"chess"}, {2, "Bob"}};
  s.says(1, assigned);
  CHECK(s.last == actions{paired{assigned}, show_state{state::connecting}, drop_link{1},
                          open_node{2, "node-0"}});
  s.happens(link_opened{2});
  CHECK(s.last == actions{request(2, 2, join_with({}, 1, 0))});
  s.answers(2, 2, stage::joined_at(1, 0));
  CHECK(s.last == actions{show_state{state::joined}});
}

TEST_CASE("an assignment of an older attempt is ignored") {
  stage s;
  s.happens(wish{"en"}).happens(link_opened{1});
  s.says(1, wire::assigned{7, "room", 1, "token", "node-0", "en", {}, {2, "Bob"}});
  CHECK(s.last.empty());
}

TEST_CASE("one tick when the log has it, two when the other has applied it") {
  stage s;
  s.joined().happens(say{"hello"});
  CHECK(s.last == actions{accepted{1}, request(2, 3, wire::send{1, "text", "hello"})});
  s.answers(2, 3, wire::send_result{entry_id{1, 3}, 5});
  CHECK(s.last == actions{show_stored{1}});
  s.says(2, wire::delivered{2, {{1, 1}}});
  CHECK(s.last == actions{show_delivered{1}});
}

TEST_CASE("an entry is applied once and confirmed each time") {
  stage s;
  s.joined();
  const wire::entry entry{{1, 4}, 2, 1, "text", "hi", 9};
  const send_text receipt{2, wire::encode_notification(wire::received{{{2, 1}}})};
  s.says(2, entry);
  CHECK(s.last == actions{show_message{entry}, receipt});
  s.says(2, entry);
  CHECK(s.last.empty());  // receipts are spared while entries stream in
  s.after(milliseconds{100});
  CHECK(s.last == actions{receipt});
}

TEST_CASE("past a hole nothing is applied: it rejoins through the matchmaker") {
  stage s;
  s.joined().says(2, wire::entry{{1, 4}, 2, 2, "text", "hi", 9});
  CHECK(s.last == actions{show_state{state::reconnecting}, drop_link{2}, open_matchmaker{3}});
}

TEST_CASE("a cut: at once to the same node, and the outbox from accepted + 1") {
  stage s;
  s.joined().happens(say{"one"}).happens(say{"two"});
  s.happens(link_closed{2, 1006});
  CHECK(s.last == actions{drop_link{2}, show_state{state::reconnecting}, open_node{3, "node-0"}});
  s.happens(link_opened{3});
  CHECK(s.last == actions{request(3, 5, join_with({}, 1, 1))});
  s.answers(3, 5, stage::joined_at(1, 1));
  CHECK(s.last == actions{show_state{state::joined}, show_stored{1},
                          request(3, 6, wire::send{2, "text", "two"})});
}

TEST_CASE(
    "the node is not reached twice: the matchmaker is told, names another, and it is claimed") {
  stage s;
  s.joined().happens(link_closed{2, 1006}).happens(link_closed{3, 0});
  CHECK(s.last == actions{drop_link{3}, open_matchmaker{4}});
  s.happens(link_opened{4});
  CHECK(s.last == actions{request(4, 3, wire::resume{"token", {}})});  // once may be mischance
  s.answers(4, 3, wire::resume_result{"node-0", false}).happens(link_closed{5, 0});
  s.after(*s.visitor.deadline() - s.now.steady).happens(link_opened{6});
  CHECK(s.last == actions{request(6, 4, wire::resume{"token", {"node-0"}})});
  s.answers(6, 4, wire::resume_result{"node-1", true});
  CHECK(s.last == actions{drop_link{6}, open_node{7, "node-1"}});
  s.happens(link_opened{7});
  CHECK(s.last == actions{request(7, 5, join_with({}, 1, 1, true))});
}

TEST_CASE("who is refused a move holds no node for unreachable and asks at once: it may be back") {
  stage s;
  s.joined().happens(link_closed{2, 1006}).happens(link_closed{3, 0}).happens(link_opened{4});
  s.answers(4, 3, wire::resume_result{"node-0", false}).happens(link_closed{5, 0});
  s.after(*s.visitor.deadline() - s.now.steady).happens(link_opened{6});
  s.answers(6, 4, wire::resume_result{"node-1", true}).happens(link_opened{7});
  s.refuses(7, 5, {.code = wire::error_code::move_refused, .retry_ms = 2'000});
  CHECK(*s.visitor.deadline() - s.now.steady < milliseconds{500});
  s.after(*s.visitor.deadline() - s.now.steady).happens(link_opened{8});
  CHECK(s.last == actions{request(8, 6, wire::resume{"token", {}})});
}

TEST_CASE(
    "nobody answers: backoff with jitter, never giving up; at once when the network is back") {
  stage s;
  s.joined().happens(link_closed{2, 1006}).happens(link_closed{3, 0});
  for (link_number link = 4; link < 30; ++link) {
    s.happens(link_closed{link, 0});
    REQUIRE(s.last == actions{drop_link{link}});
    REQUIRE(s.visitor.deadline());
    REQUIRE(*s.visitor.deadline() - s.now.steady <= milliseconds{10'000});
    s.after(*s.visitor.deadline() - s.now.steady);
    REQUIRE(s.last == actions{open_matchmaker{link + 1}});
  }
  s.happens(link_closed{30, 0}).happens(network_back{});
  CHECK(s.last == actions{open_matchmaker{31}});
}

TEST_CASE("a wrong node says where the room is") {
  stage s;
  s.joined().happens(link_closed{2, 1006}).happens(link_opened{3});
  s.refuses(3, 3, {.code = wire::error_code::wrong_node, .node = "node-2"});
  CHECK(s.last == actions{drop_link{3}, open_node{4, "node-2"}});
}

TEST_CASE("a drain: it goes where the room goes") {
  stage s;
  s.joined().says(2, wire::moved{"node-2"});
  CHECK(s.last == actions{show_state{state::reconnecting}, drop_link{2}, open_node{3, "node-2"}});
}

TEST_CASE("silence is asked about, and no answer means a dead connection") {
  stage s;
  s.joined().after(milliseconds{5'000});
  CHECK(s.last == actions{request(2, 3, wire::sync{s.now.wall})});
  s.after(milliseconds{5'000});
  CHECK(s.last == actions{drop_link{2}, show_state{state::reconnecting}, open_node{3, "node-0"}});
}

TEST_CASE("a connection that only brings is dead too: what this client says may be swallowed") {
  stage s;
  s.joined();
  const steady_time joined = s.now.steady - s.settings.worthwhile;
  seq_number seq = 0;
  const auto hear_until = [&](milliseconds since_joined) {
    while (s.now.steady < joined + since_joined) {
      s.after(milliseconds{1'000});
      if (s.last == actions{request(2, 3, wire::sync{s.now.wall})}) return;
      s.says(2, wire::entry{{1, 4 + seq}, 2, seq + 1, "text", "are you there?", 0});
      ++seq;
    }
  };
  hear_until(milliseconds{30'000});
  REQUIRE(s.last == actions{request(2, 3, wire::sync{s.now.wall})});
  s.says(2, wire::entry{{1, 4 + seq}, 2, seq + 1, "text", "hello?", 0});
  s.after(s.settings.heartbeat.timeout);
  CHECK(s.last == actions{drop_link{2}, show_state{state::reconnecting}, open_node{3, "node-0"}});
}

TEST_CASE("a send that waits is no dead connection while sync is answered") {
  stage s;
  s.joined().happens(say{"Redis is away"}).after(milliseconds{2'000});
  CHECK(s.last == actions{request(2, 4, wire::sync{s.now.wall})});
  s.answers(2, 4, wire::sync_result{s.now.wall, 1, 1}).after(milliseconds{2'000});
  CHECK(s.last == actions{request(2, 5, wire::sync{s.now.wall})});
}

TEST_CASE("a gap is filled from the seq that is expected") {
  stage s;
  s.joined().happens(say{"one"}).happens(say{"two"});
  s.refuses(2, 4, {.code = wire::error_code::gap, .expected = 1});
  CHECK(s.last == actions{request(2, 5, wire::send{1, "text", "one"}),
                          request(2, 6, wire::send{2, "text", "two"})});
}

TEST_CASE("told to be patient it waits, then sends the same again, one by one at first") {
  stage s;
  s.joined().happens(say{"one"});
  s.refuses(2, 3, {.code = wire::error_code::rate_limited, .retry_ms = 300});
  CHECK(s.last.empty());
  s.happens(say{"two"});
  CHECK(s.last == actions{accepted{2}});
  s.after(milliseconds{300});
  CHECK(s.last == actions{request(2, 4, wire::send{1, "text", "one"})});
  s.answers(2, 4, wire::send_result{entry_id{1, 2}, 7});
  CHECK(s.last == actions{show_stored{1}, request(2, 5, wire::send{2, "text", "two"})});
}

TEST_CASE(
    "stored and not delivered for 5 s though the partner is present: through the matchmaker") {
  stage s;
  s.joined().happens(say{"hello?"}).answers(2, 3, wire::send_result{entry_id{1, 3}, 5});
  s.after(milliseconds{5'000}).answers(2, 4, wire::sync_result{});  // it lives
  s.after(milliseconds{500});
  CHECK(s.last == actions{open_matchmaker{3}});
  s.happens(link_opened{3});
  CHECK(s.last == actions{request(3, 5, wire::resume{"token", {}})});
  s.answers(3, 5, wire::resume_result{"node-1", false});
  CHECK(s.last == actions{drop_link{3}, show_state{state::reconnecting}, drop_link{2},
                          open_node{4, "node-1"}});
}

TEST_CASE("an absent partner makes it ask where the room is, and stay when it is here") {
  stage s;
  s.joined().says(2, wire::presence{2, wire::presence_state::away, 120'000});
  s.after(milliseconds{4'000}).answers(2, 3, wire::sync_result{});  // it lives
  s.after(milliseconds{1'500});
  REQUIRE(s.last == actions{open_matchmaker{3}});
  s.happens(link_opened{3}).answers(3, 4, wire::resume_result{"node-0", false});
  CHECK(s.last == actions{drop_link{3}});
}

TEST_CASE("what the room cannot serve is told, not waited for") {
  stage s;
  s.joined().happens(link_closed{2, 1006}).happens(link_opened{3});
  auto result = stage::joined_at(2, 0);
  result.members[0].base = 4;
  s.answers(3, 3, result);
  CHECK(s.last == actions{show_state{state::joined}, show_gap{2, 3},
                          send_text{3, wire::encode_notification(wire::received{{{2, 3}}})}});
}

TEST_CASE(
    "replaced is final; an ended room is over; a no_show keeps its priority for the next wish") {
  stage s;
  SECTION("replaced") {
    s.joined().happens(link_closed{2, 4200});
    CHECK(s.last == actions{drop_link{2}, show_state{state::failed}});
  }
  SECTION("ended") {
    s.joined().says(2, wire::ended{wire::room_end::left, 2, {}});
    CHECK(s.last ==
          actions{drop_link{2}, show_ended{wire::room_end::left}, show_state{state::ended}});
  }
  SECTION("no_show") {
    s.joined().says(2, wire::ended{wire::room_end::no_show, {}, "front"});
    s.happens(wish{"en", {}, "Ada"}).happens(link_opened{3});
    CHECK(s.last == actions{request(3, 3, wire::seek{"en", {}, "Ada", 2, "session", "front"})});
  }
}

TEST_CASE("replaced soon after a loss may be said to what was lost: it comes back, a few times") {
  stage s;
  SECTION("in a room") {
    s.joined().happens(link_closed{2, 1006}).happens(link_opened{3});
    s.answers(3, 3, stage::joined_at(1, 0)).happens(link_closed{3, 4200});
    CHECK(s.last == actions{drop_link{3}, show_state{state::reconnecting}});
    for (link_number link = 4; link <= 6; ++link) {
      s.after(*s.visitor.deadline() - s.now.steady);
      CHECK(s.last == actions{open_node{link, "node-0"}});
      s.happens(link_opened{link}).answers(link, link, stage::joined_at(1, 0));
      s.happens(link_closed{link, 4200});
    }
    CHECK(s.last == actions{drop_link{6}, show_state{state::failed}});
  }
  SECTION("while it waits") {
    s.happens(wish{"en", {}, "Ada"}).happens(link_closed{1, 1006});
    s.after(*s.visitor.deadline() - s.now.steady).happens(link_opened{2});
    s.answers(2, 1, wire::seek_result{"session", 1});
    s.says(2, wire::wait_ended{1, wire::wait_end::replaced});
    CHECK(s.last == actions{drop_link{2}});
    s.after(*s.visitor.deadline() - s.now.steady);
    CHECK(s.last == actions{open_matchmaker{3}});
    for (link_number link = 3; link <= 5; ++link) {
      s.happens(link_opened{link}).says(link, wire::wait_ended{1, wire::wait_end::replaced});
      if (link < 5) s.after(*s.visitor.deadline() - s.now.steady);
    }
    CHECK(s.last == actions{drop_link{5}, show_wait_ended{wire::wait_end::replaced},
                            show_state{state::failed}});
  }
  SECTION("long after it the word counts") {
    s.joined().happens(link_closed{2, 1006}).happens(link_opened{3});
    s.answers(3, 3, stage::joined_at(1, 0));
    s.now.steady = s.now.steady + s.settings.ghost_life;
    s.happens(link_closed{3, 4200});
    CHECK(s.last == actions{drop_link{3}, show_state{state::failed}});
  }
}

TEST_CASE("a wish taken back is over, also when it is told that it was replaced") {
  stage s;
  s.happens(wish{"en", {}, "Ada"}).happens(link_opened{1});
  s.answers(1, 1, wire::seek_result{"session", 1}).happens(wish_no_more{});
  s.says(1, wire::wait_ended{1, wire::wait_end::replaced});
  CHECK(s.last ==
        actions{drop_link{1}, show_wait_ended{wire::wait_end::cancelled}, show_state{state::idle}});
}

TEST_CASE("a reload goes on where the tab was") {
  stage s;
  s.joined().happens(say{"kept"}).says(2, wire::entry{{1, 4}, 2, 1, "text", "hi", 9});
  s.visitor = parley::client::client{s.settings, [] { return 0.5; }, memory{s.visitor.kept()}};
  s.happens(deadline_passed{});
  CHECK(s.last == actions{open_node{1, "node-0"}});
  s.happens(link_opened{1});
  CHECK(s.last == actions{request(1, 1, join_with({{2, 1}}, 1, 1))});
  s.answers(1, 1, stage::joined_at(1, 0));
  CHECK(s.last == actions{show_state{state::joined}, request(1, 2, wire::send{1, "text", "kept"})});
}
