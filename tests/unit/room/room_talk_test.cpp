// Talk in a room: stored, then relayed, then acknowledged; and every way in which a send may not be
// (DESIGN section 6).
#include "tests/unit/room/story.hpp"

namespace parley::room::test {

using wire::close_code;
using wire::error_code;

TEST_CASE("a message is stored, then relayed, then acknowledged") {
  story s;
  s.open_room();
  const auto one = message(1, 4, 1, 1, "hello");
  CHECK(s.call(1, 9, wire::send{1, "text", "hello"}) == actions{asks(6, append_entries{{one}})});
  CHECK(s.answer_to(6, stored_reply()) ==
        actions{counts(metric::entries_stored), says(2, relayed(one)),
                answers(1, 9, wire::send_result{entry_id{1, 4}, begin_of_time, false})});
}

TEST_CASE("what comes while an append is in flight goes together in the next") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(s.call(1, 3, wire::send{2, "text", "two"}) == actions{});
  CHECK(s.call(2, 2, wire::send{1, "text", "uno"}) == actions{});
  const auto out = essence(s.answer_to(6, stored_reply()));
  CHECK(out.back() ==
        asks(7, append_entries{{message(1, 5, 1, 2, "two"), message(1, 6, 2, 1, "uno")}}));
}

TEST_CASE("a message is (seat, seq): what is stored is answered again, not stored again") {
  story s;
  s.open_room();
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "one"}));
  CHECK(s.call(1, 3, wire::send{1, "text", "one"}) ==
        actions{answers(1, 3, wire::send_result{entry_id{1, 4}, begin_of_time, true})});

  SECTION("without its place once every member has applied it") {
    (void)s.notify(2, wire::received{{{1, 1}}});
    CHECK(s.call(1, 4, wire::send{1, "text", "one"}) ==
          actions{answers(1, 4, wire::send_result{std::nullopt, 0, true})});
  }
}

TEST_CASE("a message that is on its way is not sent twice; both requests are answered") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(s.call(1, 3, wire::send{1, "text", "one"}) == actions{});
  const wire::send_result result{entry_id{1, 4}, begin_of_time, false};
  CHECK(essence(s.answer_to(6, stored_reply())) ==
        actions{says(2, relayed(message(1, 4, 1, 1, "one"))), answers(1, 2, result),
                answers(1, 3, result)});
}

TEST_CASE("an edit and a delete are messages like the rest, and say what they are of") {
  story s;
  s.open_room();
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "helo"}));
  const wire::entry edit{{1, 5}, 1, 2, "edit", "hello", begin_of_time, 1};
  const wire::entry deletion{{1, 6}, 1, 3, "delete", "", begin_of_time, 1};
  CHECK(essence(s.store_all(s.call(1, 3, wire::send{2, "edit", "hello", 1})))[1] == says(2, edit));
  CHECK(essence(s.store_all(s.call(1, 4, wire::send{3, "delete", "", 1})))[1] == says(2, deletion));

  SECTION("also for who missed them") {
    (void)s.on(connection_closed{2});
    const auto out = essence(s.join(3, 2, {.applied = {{1, 1}}, .epoch = 1}));
    CHECK(out[1] == says(3, edit));
    CHECK(out[2] == says(3, deletion));
  }
  SECTION("also when Redis has lost them and they are written again") {
    (void)s.on(link_lost{});
    const auto asked = s.on(link_ready{});
    (void)s.answer_to(question(asked).request, verified{});
    (void)s.answer(claim_granted{{2, 1}});
    const auto again = question(s.answer(log_page{{{{2, 1}, moved_record{"node-0"}}}, {2, 1}}));
    const auto& entries = std::get<append_entries>(again.what).entries;
    CHECK(entries.back() ==
          log_entry{{2, 6}, message_record{1, 3, "delete", "", begin_of_time, 1}});
  }
}

TEST_CASE("a gap is refused with the seq expected") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(essence(s.call(1, 3, wire::send{3, "text", "three"})) ==
        actions{refuses(1, 3, {.code = error_code::gap, .expected = 2})});
}

TEST_CASE("when Redis is out of memory, senders are told and nothing is lost or stuck") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  (void)s.call(1, 3, wire::send{2, "text", "two"});
  const wire::rpc_error full{.code = error_code::log_full, .retry_ms = 1'000};
  CHECK(essence(s.answer_to(6, {appended{append_outcome::full}})) ==
        actions{refuses(1, 2, full), refuses(1, 3, full)});
  CHECK(essence(s.call(1, 4, wire::send{1, "text", "one"})) == actions{refuses(1, 4, full)});
  (void)s.wait(milliseconds{1'000});
  CHECK(s.call(1, 5, wire::send{1, "text", "one"}) ==
        actions{asks(7, append_entries{{message(1, 4, 1, 1, "one", s.now.wall)}})});
}

TEST_CASE("too much that waits for the log is refused as busy") {
  auto settings = make_settings();
  settings.waiting_entries = 2;
  story s(settings);
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  (void)s.call(1, 3, wire::send{2, "text", "two"});
  CHECK(essence(s.call(1, 4, wire::send{3, "text", "three"})) ==
        actions{refuses(1, 4, {.code = error_code::busy, .retry_ms = 1'000})});
}

TEST_CASE("a member who applies nothing cannot make the other's messages outgrow the log") {
  auto settings = make_settings();
  settings.unapplied_entries = 2;
  story s(settings);
  s.open_room();
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "one"}));
  (void)s.store_all(s.call(1, 3, wire::send{2, "text", "two"}));
  CHECK(essence(s.call(1, 4, wire::send{3, "text", "three"})) ==
        actions{refuses(1, 4, {.code = error_code::busy, .retry_ms = 1'000})});
  (void)s.notify(2, wire::received{{{1, 1}}});
  CHECK(essence(s.call(1, 5, wire::send{3, "text", "three"})).size() == 1);
}

TEST_CASE("receipts are cumulative, forwarded, and cut down to what is stored") {
  story s;
  s.open_room();
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "one"}));
  CHECK(s.notify(2, wire::received{{{1, 999}}}) == actions{says(1, wire::delivered{2, {{1, 1}}})});
  CHECK(s.notify(2, wire::received{{{1, 1}}}) == actions{});
  CHECK(s.notify(2, wire::received{{{2, 5}, {7, 5}}}) ==
        actions{});  // its own seat, no seat at all
}

TEST_CASE("what Redis had lost and is stored anew counts as delivered to who has it already") {
  story s;
  s.open_half();
  (void)s.store_all(s.join(2, 2, {.applied = {{1, 3}}}));  // more than the log knows
  const auto out = essence(s.store_all(s.call(1, 2, wire::send{1, "text", "one"})));
  CHECK(out.back() == says(1, wire::delivered{2, {{1, 1}}}));
}

TEST_CASE("typing is told when it changes, and is over with the message or the absence") {
  story s;
  s.open_room();
  CHECK(s.notify(1, wire::typing{true}) == actions{says(2, wire::typing_by{1, true})});
  CHECK(s.notify(1, wire::typing{true}) == actions{});
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "one"}));
  CHECK(s.notify(1, wire::typing{false}) == actions{});  // the message has said so
  CHECK(s.notify(1, wire::typing{true}).size() == 1);
  (void)s.on(connection_closed{1});
  (void)s.join(3, 1, {.epoch = 1});
  CHECK(s.notify(3, wire::typing{true}).size() == 1);
}

TEST_CASE("a rename is logged, then told") {
  story s;
  s.open_room();
  CHECK(s.call(1, 2, wire::rename{"Otter"}) ==
        actions{asks(6, append_entries{{{{1, 4}, name_record{1, "Otter"}}}})});
  CHECK(essence(s.answer_to(6, stored_reply())) ==
        actions{says(2, wire::renamed{1, "Otter"}), answers(1, 2, wire::empty_result{})});

  SECTION("and is not a way to fill the log") {
    for (std::uint64_t id = 3; id <= 6; ++id)
      (void)s.store_all(s.call(1, id, wire::rename{"Otter"}));
    CHECK(essence(s.call(1, 7, wire::rename{"Otter"})) ==
          actions{refuses(1, 7, {.code = error_code::rate_limited, .retry_ms = 1'000})});
  }
}

TEST_CASE("every hundredth entry a snapshot keeps trimming from hurting the reading rule") {
  auto settings = make_settings();
  settings.snapshot_every = 4;
  story s(settings);
  s.open_room();  // 1-2 and 1-3 count
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "one"}));
  (void)s.store_all(s.call(1, 3, wire::send{2, "text", "two"}));
  const log_state state{{{1, {2, 1, ""}}}, true};
  CHECK(s.call(1, 4, wire::send{3, "text", "three"}) ==
        actions{asks(
            8, append_entries{{{{1, 6}, snapshot_record{state}}, message(1, 7, 1, 3, "three")}})});
}

TEST_CASE("with replicas to wait for, the tick comes when they have it") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(s.answer_to(6, {appended{append_outcome::unreplicated}}) == actions{});
  CHECK(s.call(1, 3, wire::send{2, "text", "two"}) == actions{});
  CHECK(s.wait(milliseconds{100}) == actions{asks(7, await_replicas{})});
  const auto out = essence(s.answer_to(7, stored_reply()));
  CHECK(out[0] == says(2, relayed(message(1, 4, 1, 1, "one"))));
}

TEST_CASE("a live room renews its time to live in Redis now and then") {
  story s;
  s.open_room();
  s.now.steady = s.now.steady + s.settings.idle_ttl / 4;
  const auto asked = question(s.call(1, 2, wire::send{1, "text", "one"}));
  CHECK(std::get<append_entries>(asked.what).touch);
  (void)s.answer_to(asked.request, stored_reply());
  CHECK_FALSE(
      std::get<append_entries>(question(s.call(1, 3, wire::send{2, "text", "two"})).what).touch);
}

TEST_CASE("who reads too slowly while the talk goes on is cut off and catches up from the log") {
  auto settings = make_settings();
  settings.page_bytes = 500;
  settings.queued_bytes = 1'000;
  story s(settings);
  s.open_room();
  (void)s.on(connection_closed{1});
  for (seq_number seq = 1; seq <= 2; ++seq)
    (void)s.store_all(s.call(2, seq + 1, wire::send{seq, "text", std::string(400, 'x')}));
  (void)s.join(3, 1, {.epoch = 1});
  (void)s.store_all(s.call(2, 4, wire::send{3, "text", std::string(400, 'x')}));
  const auto out = s.store_all(s.call(2, 5, wire::send{4, "text", std::string(600, 'x')}));
  CHECK(std::ranges::find(out, closes(3, close_code::slow_consumer)) != out.end());
}

TEST_CASE("one message asked for again and again while the log is away costs no more memory") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});  // in flight
  for (std::uint64_t id = 3; id < 3 + most_waiters - 1; ++id)
    CHECK(s.call(1, id, wire::send{1, "text", "one"}) == actions{});
  const wire::rpc_error busy{.code = error_code::busy, .retry_ms = 1'000};
  CHECK(essence(s.call(1, 99, wire::send{1, "text", "one"})) == actions{refuses(1, 99, busy)});
}

}  // namespace parley::room::test
