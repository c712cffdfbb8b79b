// How a room opens at a node, and what a member gets that joins (DESIGN sections 5 and 6).
#include "tests/unit/room/story.hpp"

namespace parley::room::test {

using wire::close_code;
using wire::error_code;
using wire::presence_state;

TEST_CASE("the first join opens a room that nobody has ever owned") {
  story s;
  CHECK(s.join(1, 1) == actions{asks(1, read_owner{})});
  CHECK(s.answer(owner_found{}) ==
        actions{counts(metric::claims, "new"), asks(2, claim_room{0, "", true})});
  CHECK(essence(s.answer(claim_granted{{1, 1}})) == actions{asks(3, read_log{})});
  const auto out = s.answer(log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}});
  const wire::join_result joined{.epoch = 1,
                                 .seat = 1,
                                 .accepted = 0,
                                 .time = begin_of_time,
                                 .grace_ms = 120'000,
                                 .members = {{2, "Bob", presence_state::expected, 0, 1, {}}}};
  CHECK(out == actions{answers(1, 1, joined), says(1, wire::caught_up{}),
                       asks(4, append_entries{{{{1, 2}, snapshot_record{}}}})});

  SECTION("and the second finds it open") {
    (void)s.store_all(out);
    const auto second = s.join(2, 2);
    const wire::join_result result{.epoch = 1,
                                   .seat = 2,
                                   .accepted = 0,
                                   .time = begin_of_time,
                                   .grace_ms = 120'000,
                                   .members = {{1, "Ada", presence_state::present, 0, 1, {}}}};
    CHECK(second == actions{answers(2, 1, result), says(2, wire::caught_up{}),
                            says(1, wire::presence{2, presence_state::present, 0}),
                            asks(5, append_entries{{{{1, 3}, opened_record{}}}})});
  }
}

TEST_CASE("several joins of one room at once share one load") {
  story s;
  (void)s.join(1, 1);
  CHECK((void(s.on(connection_opened{2})), s.call(2, 1, wire::join{.token = s.token(2)})) ==
        actions{});
  (void)s.answer(owner_found{});
  (void)s.answer(claim_granted{{1, 1}});
  const auto out = essence(s.answer(log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}}));
  REQUIRE(out.size() == 6);
  CHECK(std::get<send_result>(out[0]).to == 1);
  CHECK(std::get<send_result>(out[2]).to == 2);
  CHECK(out.back() ==
        asks(4, append_entries{{{{1, 2}, snapshot_record{}}, {{1, 3}, opened_record{}}}}));
}

TEST_CASE("a member who comes back gets what it lacks, in log order, and only that") {
  story s;
  s.open_room();
  const auto one = message(1, 4, 2, 1, "one");
  const auto two = message(1, 5, 2, 2, "two");
  (void)s.store_all(s.call(2, 2, wire::send{1, "text", "one"}));
  (void)s.store_all(s.call(2, 3, wire::send{2, "text", "two"}));
  CHECK(s.on(connection_closed{1}) ==
        actions{says(2, wire::presence{1, presence_state::away, 120'000})});

  s.now.steady = s.now.steady + milliseconds{1'000};
  const auto out = s.join(3, 1, {.applied = {{2, 1}}, .next = 1, .epoch = 1});
  const wire::join_result result{.epoch = 1,
                                 .seat = 1,
                                 .accepted = 0,
                                 .time = begin_of_time,
                                 .grace_ms = 120'000,
                                 .members = {{2, "Bob", presence_state::present, 0, 1, {}}}};
  CHECK(out == actions{counts(metric::resumes), answers(3, 1, result), says(3, relayed(two)),
                       says(3, wire::caught_up{}),
                       says(2, wire::presence{1, presence_state::present, 0}),
                       says(2, wire::delivered{1, {{2, 1}}})});
  (void)one;
}

TEST_CASE("the receipts of the others come with the join and prune the outbox") {
  story s;
  s.open_room();
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "one"}));
  (void)s.notify(2, wire::received{{{1, 1}}});
  (void)s.on(connection_closed{1});
  const auto out = s.join(3, 1, {.next = 1, .epoch = 1});
  const auto& joined = std::get<wire::join_result>(std::get<send_result>(out[1]).what);
  CHECK(joined.accepted == 1);
  CHECK(joined.members.front().applied == wire::version_vector{{1, 1}});
}

TEST_CASE("the newest join of a seat wins") {
  story s;
  s.open_room();
  const auto out = s.join(3, 1, {.next = 1, .epoch = 1});
  CHECK(out.front() == closes(1, close_code::replaced));
  CHECK(std::get<send_result>(out[2]).to == 3);

  SECTION("the end of the older connection changes nothing any more") {
    CHECK(s.on(connection_closed{1}) == actions{});
    CHECK(s.on(frame_received{1, "{"}) == actions{});
  }
  SECTION("also while both still wait for their room") {
    story fresh;
    (void)fresh.join(1, 1);
    CHECK(fresh.join(2, 1) == actions{closes(1, close_code::replaced)});
  }
}

TEST_CASE("`next` above what the log knows is written into the log first") {
  story s;
  s.open_half();
  const auto out = s.join(2, 2, {.next = 8, .epoch = 3});
  // Its epoch is above ours too: somebody has owned the room since, so it is claimed again first.
  CHECK(essence(out) == actions{asks(5, claim_room{3, "i0", true})});
  (void)s.answer(claim_granted{{4, 3}});
  const auto loaded = essence(s.answer(log_page{{{{1, 1}, moved_record{"node-0"}},
                                                 {{1, 2}, snapshot_record{}},
                                                 {{4, 3}, moved_record{"node-0"}}},
                                                {4, 3}}));
  CHECK(loaded == actions{asks(7, append_entries{{{{4, 4}, snapshot_record{}},
                                                  {{4, 5}, base_record{2, 7}}}})});
  const auto joined = essence(s.store_all(s.answer(stored_reply())));
  const auto& result = std::get<wire::join_result>(std::get<send_result>(joined[0]).what);
  CHECK(result.accepted == 7);
  CHECK(result.epoch == 4);

  // Its next message is 8, and so it goes on.
  const auto sent = s.store_all(s.call(2, 2, wire::send{8, "text", "eight"}));
  CHECK(std::ranges::find(sent, says(1, relayed(message(4, 7, 2, 8, "eight")))) != sent.end());
}

TEST_CASE("a lie about the epoch cannot use the epochs up") {
  story s;
  s.open_half();
  const auto out = s.join(2, 2, {.epoch = wire::max_integer});
  CHECK(question(out).what == store_request{claim_room{1'000'001, "i0", true}});
}

TEST_CASE("what memory holds no longer is read from the log") {
  story s;
  s.open_room();
  (void)s.store_all(s.call(2, 2, wire::send{1, "text", "one"}));
  (void)s.store_all(s.call(2, 3, wire::send{2, "text", "two"}));
  (void)s.notify(1, wire::received{{{2, 2}}});  // memory forgets both

  const auto out = s.join(3, 1, {.next = 1, .epoch = 1});  // a new tab, which has nothing
  CHECK(out == actions{asks(8, read_log{}), closes(1, close_code::replaced),
                       says(2, wire::presence{1, presence_state::away, 120'000})});

  // Meanwhile the talk goes on.
  (void)s.store_all(s.call(2, 4, wire::send{3, "text", "three"}));

  const log_page page{{{{1, 1}, moved_record{"node-0"}},
                       {{1, 2}, snapshot_record{}},
                       {{1, 3}, opened_record{}},
                       message(1, 4, 2, 1, "one"),
                       message(1, 5, 2, 2, "two")},
                      {1, 5}};
  const auto joined = essence(s.answer_to(8, page));
  const auto& result = std::get<wire::join_result>(std::get<send_result>(joined[0]).what);
  CHECK(result.members.front().base == 1);
  CHECK(joined[1] == says(3, relayed(message(1, 4, 2, 1, "one"))));
  CHECK(joined[2] == says(3, relayed(message(1, 5, 2, 2, "two"))));
  CHECK(joined[3] == says(3, relayed(message(1, 6, 2, 3, "three"))));
  CHECK(joined[4] == says(3, wire::caught_up{}));
}

TEST_CASE("what the log has lost by trimming is not to be had, and the member is told from where") {
  story s;
  (void)s.join(1, 1, {.epoch = 1});
  (void)s.answer(owner_found{owner("node-0", "i9", 1)});
  (void)s.answer(claim_granted{{2, 903}});
  const log_state state{{{1, {2, 1, ""}}, {2, {850, 1, "Otter"}}}, true};
  const auto out = s.answer(log_page{{message(1, 899, 2, 850, "trimmed before it"),
                                      {{1, 900}, snapshot_record{state}},
                                      message(1, 901, 2, 851, "had"),
                                      {{2, 903}, moved_record{"node-0"}}},
                                     {2, 903}});
  const auto joined = essence(out);
  const auto& result = std::get<wire::join_result>(std::get<send_result>(joined[0]).what);
  CHECK(result.accepted == 2);
  CHECK(result.members ==
        std::vector<wire::member_info>{{2, "Otter", presence_state::away, 120'000, 851, {}}});
  CHECK(joined[1] == says(1, relayed(message(1, 901, 2, 851, "had"))));
}

TEST_CASE(
    "what a member's outbox has let go is delivered, also before the others have joined here") {
  auto settings = make_settings();
  settings.unapplied_entries = 2;
  story s(settings);
  (void)s.join(1, 1, {.next = 4, .epoch = 1});
  (void)s.answer(owner_found{owner("node-0", "i9", 1)});
  (void)s.answer(claim_granted{{2, 6}});
  (void)s.store_all(s.answer(log_page{{message(1, 3, 1, 1, "one"),
                                       message(1, 4, 1, 2, "two"),
                                       message(1, 5, 1, 3, "three"),
                                       {{2, 6}, moved_record{"node-0"}}},
                                      {2, 6}}));
  CHECK(question(s.call(1, 2, wire::send{4, "text", "four"})).what ==
        store_request{append_entries{{message(2, 8, 1, 4, "four")}}});
}

TEST_CASE("a long backlog goes out in pages, as the connection drains") {
  auto settings = make_settings();
  settings.page_bytes = 600;
  story s(settings);
  s.open_room();
  (void)s.on(connection_closed{1});
  for (seq_number seq = 1; seq <= 3; ++seq)
    (void)s.store_all(s.call(2, seq + 1, wire::send{seq, "text", std::string(400, 'x')}));
  const auto out = s.join(3, 1, {.next = 1, .epoch = 1});
  CHECK(out[2] == says(3, relayed(message(1, 4, 2, 1, std::string(400, 'x')))));
  CHECK(out[3] == action{ask_queue_level{3}});

  CHECK(s.on(queue_level{3, 5'000}) == actions{ask_queue_level{3}});  // not yet
  // What is stored meanwhile waits behind the backlog.
  (void)s.store_all(s.call(2, 9, wire::send{4, "text", "live"}));
  CHECK(s.on(queue_level{3, 10}) ==
        actions{says(3, relayed(message(1, 5, 2, 2, std::string(400, 'x')))), ask_queue_level{3}});
  CHECK(s.on(queue_level{3, 0}) ==
        actions{says(3, relayed(message(1, 6, 2, 3, std::string(400, 'x')))),
                says(3, wire::caught_up{}), ask_queue_level{3}});
  CHECK(s.on(queue_level{3, 0}) == actions{says(3, relayed(message(1, 7, 2, 4, "live")))});
  CHECK(s.on(queue_level{3, 0}) == actions{});
}

TEST_CASE("a token that is not good is refused for good") {
  story s;
  CHECK(s.join(1, 1, {.token = "a.b.c"}) ==
        actions{counts(metric::errors, "token_invalid"),
                refuses(1, 1, {.code = error_code::token_invalid}),
                closes(1, close_code::token_invalid)});
  s.now.wall += milliseconds{std::chrono::hours{25}}.count();
  CHECK(essence(s.join(2, 1)) == actions{refuses(2, 1, {.code = error_code::token_expired}),
                                         closes(2, close_code::token_expired)});
}

TEST_CASE("who stays longer than a token lives is given a new one in time") {
  constexpr unix_ms hour = 3'600'000;
  story s;
  s.open_room();
  const auto syncs = [&s] { return essence(s.call(1, 9, wire::sync{1})); };
  s.now.wall += 11 * hour;
  CHECK(syncs().size() == 1);
  s.now.wall += hour;
  const auto renewed = s.tokens.sign(*s.tokens.verify_seat(s.token(1), s.now.wall), s.now.wall);
  CHECK(syncs() == actions{says(1, wire::renewed{renewed}),
                           answers(1, 9, wire::sync_result{1, s.now.wall, s.now.wall})});
  CHECK(syncs().size() == 1);
  s.now.wall += 13 * hour;  // the first token has expired
  CHECK(std::get<send_notification>(syncs().front()).to == 1);
  (void)s.on(connection_closed{1});
  const auto back = essence(s.join(3, 1, {.token = renewed, .epoch = 1, .opened = true}));
  CHECK(std::holds_alternative<send_result>(back.front()));
}

TEST_CASE("a join waits for Redis only so long") {
  story s;
  (void)s.join(1, 1);
  CHECK(essence(s.wait(milliseconds{9'999})) == actions{});
  wire::rpc_error why{.code = error_code::storage_unavailable, .retry_ms = 1'000};
  CHECK(essence(s.wait(milliseconds{1})) ==
        actions{refuses(1, 1, why), closes(1, close_code::storage_unavailable)});
}

TEST_CASE("who goes while it waits is forgotten") {
  story s;
  (void)s.join(1, 1);
  CHECK(s.on(connection_closed{1}) == actions{});
  (void)s.answer(owner_found{});
  (void)s.answer(claim_granted{{1, 1}});
  CHECK(essence(s.answer(log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}})) ==
        actions{asks(4, append_entries{{{{1, 2}, snapshot_record{}}}})});
}

}  // namespace parley::room::test
