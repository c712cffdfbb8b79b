// A named room: members come and go at any time, delivered means applied by all who are present,
// and nothing but time ends it.
#include <memory>

#include "tests/unit/room/hall.hpp"

namespace parley::room::test {

using wire::close_code;
using wire::error_code;
using wire::presence_state;

TEST_CASE("a named room: the log has a member before its join is answered") {
  hall h;
  const auto out = h.open();
  log_state state;
  state.lock = lock;
  CHECK(appended_in(out) == std::vector<record>{snapshot_record{state}, joined_record{11, "Ada"}});
  const auto* const result = joined_by(1, out);
  REQUIRE(result != nullptr);
  CHECK(result->members.empty());
  CHECK(result->delivered == seq_number{0});

  const auto second = h.join(2, bob);
  CHECK(appended_in(second) == std::vector<record>{joined_record{22, "Bob"}});
  CHECK(joined_by(2, second)->members ==
        std::vector<wire::member_info>{{11, "Ada", presence_state::present, 0, 1, {}}});
  CHECK(has(second, says(1, wire::presence{22, presence_state::present, 0, "Bob"})));
}

TEST_CASE("a named room: a wrong key, and a full house") {
  hall h;
  h.open_for_two();
  const auto wrong = h.join(3, {33, "Cyd", "other"});
  CHECK(has(wrong, refuses(3, 1, {.code = error_code::key_wrong})));
  CHECK(has(wrong, closes(3, close_code::token_invalid)));

  (void)h.join(4, cyd);
  const auto late = h.join(5, {44, "Dan"});
  CHECK(has(late, refuses(5, 1, {.code = error_code::room_full, .limit = 3})));
  CHECK(has(late, closes(5, close_code::room_ended)));
  CHECK(appended_in(late).empty());

  SECTION("a member is let in again whenever it comes") {
    (void)h.s.on(connection_closed{4});
    CHECK(joined_by(6, h.join(6, cyd, {.epoch = 1})) != nullptr);
  }
  SECTION("and when one leaves, there is a place") {
    (void)h.s.store_all(h.s.call(4, 9, wire::leave{}));
    CHECK(joined_by(6, h.join(6, {44, "Dan"})) != nullptr);
  }
}

TEST_CASE(
    "a named room: delivered is what all who are present have applied, and the sender is told "
    "once") {
  hall h;
  h.open_for_two();
  (void)h.join(3, cyd);
  const auto out = h.say(1, 1, "hello");
  const auto said = relayed(message(1, 6, 11, 1, "hello"));
  CHECK(has(out, says(2, said)));
  CHECK(has(out, says(3, said)));
  CHECK(h.s.notify(2, wire::received{{{11, 1}}}) == actions{});
  const actions both{says(1, wire::delivered{0, {{11, 1}}})};
  CHECK(h.s.notify(3, wire::received{{{11, 1}}}) == both);
  CHECK(h.s.notify(3, wire::received{{{11, 1}}}) == actions{});
}

TEST_CASE("a named room: who is alone is told that nobody else is waited for") {
  hall h;
  (void)h.open();
  CHECK(has(h.say(1, 1, "hello?"), says(1, wire::delivered{0, {{11, 1}}})));

  SECTION("and who comes later reads it in the log") {
    const auto out = h.join(2, bob);
    CHECK(appended_in(out) == std::vector<record>{joined_record{22, "Bob"}});
    const auto asked = question({out.back()});
    CHECK(asked.what == store_request{read_log{}});
    log_state state;
    state.lock = lock;
    const auto told = h.s.answer_to(asked.request, log_page{{{{1, 1}, moved_record{"node-0"}},
                                                             {{1, 2}, snapshot_record{state}},
                                                             {{1, 3}, joined_record{11, "Ada"}},
                                                             message(1, 4, 11, 1, "hello?"),
                                                             {{1, 5}, joined_record{22, "Bob"}}},
                                                            {1, 5}});
    CHECK(has(told, says(2, relayed(message(1, 4, 11, 1, "hello?")))));
    CHECK(has(told, says(2, wire::caught_up{})));
  }
}

TEST_CASE("a named room: who is away is waited for a moment, and no longer") {
  hall h;
  h.open_for_two();
  CHECK(h.s.on(connection_closed{2}) ==
        actions{says(1, wire::presence{22, presence_state::away, 120'000, "Bob"})});
  (void)h.say(1, 1, "hello");
  CHECK_FALSE(has(h.s.wait(milliseconds{4'000}), says(1, wire::delivered{0, {{11, 1}}})));

  SECTION("back in time, it is served from memory") {
    const auto out = h.join(3, bob, {.epoch = 1});
    CHECK(has(out, says(3, relayed(message(1, 5, 11, 1, "hello")))));
    CHECK_FALSE(has(out, says(1, wire::delivered{0, {{11, 1}}})));
  }
  SECTION("after that the message is delivered to all who are there") {
    CHECK(has(h.s.wait(milliseconds{1'000}), says(1, wire::delivered{0, {{11, 1}}})));
  }
}

TEST_CASE("a named room: who leaves leaves the others to themselves") {
  hall h;
  h.open_for_two();
  const auto out = h.s.store_all(h.s.call(2, 9, wire::leave{}));
  CHECK(appended_in(out) == std::vector<record>{left_record{22}});
  CHECK(has(out, answers(2, 9, wire::empty_result{})));
  CHECK(has(out, closes(2, close_code::room_ended)));
  CHECK(has(out, says(1, wire::presence{22, presence_state::left, 0, "Bob"})));
  CHECK(h.s.node.rooms() == 1);

  SECTION("and may come again, with the same seat") {
    const auto again = h.join(3, bob, {.epoch = 1});
    CHECK(appended_in(again) == std::vector<record>{joined_record{22, "Bob"}});
    CHECK(joined_by(3, again) != nullptr);
  }
  SECTION("when the last one goes, the room is forgotten here and its log stays") {
    (void)h.s.store_all(h.s.call(1, 9, wire::leave{}));
    CHECK(appended_in(h.s.wait(milliseconds{100})).empty());
    CHECK(h.s.node.rooms() == 0);
  }
}

TEST_CASE("a named room: who stays away beyond the grace is a member no more") {
  hall h;
  h.open_for_two();
  (void)h.s.on(connection_closed{2});
  auto out = h.s.wait(milliseconds{120'000});
  CHECK(appended_in(out) == std::vector<record>{left_record{22}});

  SECTION("the others are told") {
    CHECK(has(h.s.store_all(out), says(1, wire::presence{22, presence_state::left, 0, "Bob"})));
  }
  SECTION("who comes in this very moment stays") {
    (void)h.s.on(connection_opened{3});
    const auto back = h.s.call(3, 1, wire::join{.token = h.token(bob), .epoch = 1});
    CHECK(joined_by(3, back) != nullptr);
    const auto then = h.s.store_all(out);
    CHECK_FALSE(has(then, closes(3, close_code::room_ended)));
    CHECK(appended_in(then) == std::vector<record>{left_record{22}, joined_record{22, "Bob"}});
  }
}

TEST_CASE("a named room: who takes it over finds its members away, and gives them the grace") {
  hall h;
  (void)h.s.on(nodes_listed{});  // the owner is not alive
  log_state state;
  state.lock = lock;
  (void)h.join(1, bob, {.epoch = 1});
  (void)h.s.answer(owner_found{owner("node-9", "i9", 1)});
  (void)h.s.answer(claim_granted{{2, 6}});
  const auto out = h.s.store_all(h.s.answer(log_page{{{{1, 1}, moved_record{"node-9"}},
                                                      {{1, 2}, snapshot_record{state}},
                                                      {{1, 3}, joined_record{11, "Ada"}},
                                                      {{1, 4}, joined_record{22, "Bob"}},
                                                      message(1, 5, 11, 1, "hello"),
                                                      {{2, 6}, moved_record{"node-0"}}},
                                                     {2, 6}}));
  const auto* const result = joined_by(1, out);
  REQUIRE(result != nullptr);
  CHECK(result->members ==
        std::vector<wire::member_info>{{11, "Ada", presence_state::away, 120'000, 1, {}}});
  CHECK(has(out, says(1, relayed(message(1, 5, 11, 1, "hello")))));
  CHECK(has(h.join(2, {33, "Eve", "stolen"}), refuses(2, 1, {.code = error_code::key_wrong})));
  CHECK(appended_in(h.s.wait(milliseconds{120'000})) == std::vector<record>{left_record{11}});
}

TEST_CASE("a named room: who is far behind cannot keep the others waiting") {
  auto settings = make_settings();
  settings.lag_entries = 4;
  hall h(settings);
  h.open_for_two();
  for (seq_number seq = 1; seq <= 4; ++seq)
    (void)h.say(1, seq, "words");
  const auto out = h.say(1, 5, "words");
  CHECK(has(out, closes(2, close_code::slow_consumer)));
  CHECK(has(out, says(1, wire::delivered{0, {{11, 5}}})));
}

TEST_CASE("a named room: of two sessions whose seats have one number the second waits") {
  hall h;
  h.open_for_two();
  const auto out = h.join(3, {22, "Rob", lock, "99"});
  CHECK(has(out, refuses(3, 1, {.code = error_code::busy, .retry_ms = 1'000})));
  CHECK(has(out, closes(3, close_code::rate_limited)));
}

TEST_CASE("a named room: what has left with its messages is forgotten") {
  auto settings = make_settings();
  settings.trim = 8;
  hall h(settings);
  h.open_for_two();
  h.bob_says_goodbye();
  (void)h.s.wait(milliseconds{100});
  REQUIRE(h.s.node.seated_in(room_name).size() == 2);
  for (seq_number seq = 1; seq <= 10; ++seq)
    (void)h.say(1, seq, "words");
  (void)h.s.wait(milliseconds{100});
  CHECK(h.s.node.seated_in(room_name).size() == 1);
}

// It was put back by the snapshot that was under way, and its next message stopped the node.
TEST_CASE("a named room: who is forgotten while a snapshot is under way stays forgotten") {
  auto settings = make_settings();
  settings.trim = 8;
  settings.snapshot_every = 12;
  hall h(settings);
  h.open_for_two();
  h.bob_says_goodbye();
  seq_number seq = 0;
  actions under_way;
  const auto has_snapshot = [&under_way] {
    return std::ranges::any_of(appended_in(under_way), [](const record& each) {
      const auto* const snapshot = std::get_if<snapshot_record>(&each);
      return snapshot != nullptr && snapshot->state.seats.contains(22);
    });
  };
  for (; seq < 40 && !(seq > 10 && has_snapshot()); ++seq) {
    (void)h.s.store_all(std::move(under_way));
    under_way = h.s.call(1, 100 + seq, wire::send{seq + 1, "text", "words"});
  }
  REQUIRE(has_snapshot());
  (void)h.s.wait(milliseconds{100});
  REQUIRE(h.s.node.seated_in(room_name).size() == 1);
  (void)h.s.store_all(std::move(under_way));
  (void)h.join(3, bob, {.applied = {{11, seq}}});
  const auto said = h.say(3, 1, "again");
  CHECK(std::ranges::any_of(said, [](const action& each) {
    const auto* const told = std::get_if<send_result>(&each);
    return told != nullptr && told->to == 3 &&
           std::holds_alternative<wire::send_result>(told->what);
  }));
}

TEST_CASE("a named room: who comes back after having been given up has the name of last") {
  hall h;
  h.open_for_two();
  (void)h.s.store_all(h.s.call(2, 9, wire::rename{"Bobby"}));
  (void)h.s.on(connection_closed{2});
  (void)h.s.store_all(h.s.wait(h.s.settings.grace + milliseconds{1}));
  const auto back = h.join(3, bob);
  CHECK(has(back, says(1, wire::presence{22, wire::presence_state::present, 0, "Bobby"})));
}

TEST_CASE("a named room: a report says about whom") {
  auto settings = make_settings();
  settings.takes_reports = true;
  hall h(settings);
  h.open_for_two();
  const wire::report report{wire::report_reason::spam, ""};
  CHECK(has(h.s.call(1, 9, report),
            refuses(1, 9, {.code = error_code::invalid_params, .param = "about"})));
  auto about = report;
  about.about = 22;
  CHECK(std::holds_alternative<keep_report>(question(h.s.call(1, 10, about)).what));
}

TEST_CASE("a pair's token opens no named room, and the other way round") {
  hall h;
  h.open_for_two();
  const auto out = h.s.join(7, 1);
  CHECK(has(out, refuses(7, 1, {.code = error_code::token_invalid})));
  story pair;
  pair.open_room();
  hall other;
  const auto named = pair.join(7, 1, {.token = other.token(ada)});
  CHECK(has(named, refuses(7, 1, {.code = error_code::token_invalid})));
}

TEST_CASE("a named room: the words of every list are covered, whatever is spoken there") {
  auto settings = make_settings();
  words::word_lists lists;
  lists.emplace("de", *words::word_list::parse("mist"));
  lists.emplace("en", *words::word_list::parse("darn"));
  settings.words = std::make_shared<const words::word_lists>(std::move(lists));
  hall h(settings);
  h.open_for_two();
  const auto appended = appended_in(h.say(1, 1, "darn this mist"));
  REQUIRE(appended.size() == 1);
  CHECK(std::get<message_record>(appended.front()).body == "**** this ****");
  CHECK(std::get<message_record>(appended.front()).filtered);
}

}  // namespace parley::room::test
