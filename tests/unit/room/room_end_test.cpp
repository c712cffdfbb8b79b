// How rooms end, and how they move away in a drain.
#include "tests/unit/room/story.hpp"

namespace parley::room::test {

using wire::close_code;
using wire::error_code;
using wire::presence_state;
using wire::room_end;

TEST_CASE("who leaves ends the conversation for both; what was sent before is relayed first") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "bye"});
  CHECK(s.call(1, 3, wire::leave{}) == actions{});
  CHECK(essence(s.call(2, 2, wire::send{1, "text", "wait"})) ==
        actions{refuses(2, 2, {.code = error_code::room_ended, .reason = "left", .by = 1})});
  const auto bye = message(1, 4, 1, 1, "bye");
  CHECK(essence(s.answer_to(6, stored_reply())) ==
        actions{says(2, relayed(bye)),
                answers(1, 2, wire::send_result{bye.id, begin_of_time, false}),
                asks(7, end_room{1, "left", 1})});
  CHECK(s.answer_to(7, room_over{"left", 1}) ==
        actions{counts(metric::ended, "left"), answers(1, 3, wire::empty_result{}),
                closes(1, close_code::room_ended), says(2, wire::ended{room_end::left, 1}),
                closes(2, close_code::room_ended)});
  CHECK(s.node.rooms() == 0);
}

TEST_CASE("both leaving at once are both answered") {
  story s;
  s.open_room();
  CHECK(s.call(1, 2, wire::leave{}) == actions{asks(6, end_room{1, "left", 1})});
  CHECK(s.call(2, 2, wire::leave{}) == actions{});
  CHECK(essence(s.answer_to(6, room_over{"left", 1})) ==
        actions{answers(1, 2, wire::empty_result{}), closes(1, close_code::room_ended),
                answers(2, 2, wire::empty_result{}), closes(2, close_code::room_ended)});
}

TEST_CASE("an ended room is not brought back by a seat token") {
  story s;
  (void)s.join(1, 2);
  const owner_record tombstone{.ended = true, .reason = "left", .by = 1};
  CHECK(essence(s.answer(owner_found{tombstone})) ==
        actions{refuses(1, 1, {.code = error_code::room_ended, .reason = "left", .by = 1}),
                closes(1, close_code::room_ended)});
}

TEST_CASE("an end whose reply is lost is found out on the new link") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::leave{});
  (void)s.answer_to(6, store_lost{});
  (void)s.on(link_lost{});
  (void)s.on(link_ready{});
  SECTION("it was done") {
    CHECK(
        essence(s.answer_to(7, verified{owner_record{.ended = true, .reason = "left", .by = 1}})) ==
        actions{answers(1, 2, wire::empty_result{}), closes(1, close_code::room_ended),
                says(2, wire::ended{room_end::left, 1}), closes(2, close_code::room_ended)});
  }
  SECTION("it was not: it is done now") {
    const auto out = s.answer_to(7, verified{owner("node-0", "i0", 1), entry_id{1, 3}});
    CHECK(out.back() == asks(8, end_room{1, "left", 1}));
  }
}

TEST_CASE("who ends a room that has moved away is sent after it") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::leave{});
  CHECK(essence(s.answer_to(6, owned_by_other{owner("node-1", "i1", 2)})) ==
        actions{closes(1, close_code::not_owner), closes(2, close_code::not_owner)});
}

TEST_CASE("the one who came gets a priority token when the other does not show up") {
  story s;
  s.open_half();
  CHECK(essence(s.wait(milliseconds{4'999})) == actions{});
  const auto out = essence(s.wait(milliseconds{1}));
  CHECK(out == actions{asks(5, end_room{1, "no_show", 2})});
  CHECK(essence(s.answer(room_over{"no_show", 2})) ==
        actions{says(1, wire::ended{room_end::no_show, 2, s.priority(1)}),
                closes(1, close_code::room_ended)});
}

TEST_CASE("who comes while an end for its absence is not done yet keeps the room alive") {
  // Found by the simulation: both sat in the room, and it was ended with no_show.
  story s;
  s.open_half();
  REQUIRE(question(s.wait(s.settings.join_timeout)).what ==
          store_request{end_room{1, "no_show", 2}});
  (void)s.answer(store_lost{});
  (void)s.on(link_lost{});
  const auto verify = question(s.on(link_ready{})).request;
  (void)s.join(2, 2);
  const auto out = s.answer_to(verify, verified{owner("node-0", "i0", 1), entry_id{1, 2}});
  CHECK(question(out).what == store_request{append_entries{{{{1, 3}, opened_record{}}}}});
  CHECK(s.node.rooms() == 1);
}

TEST_CASE("while Redis is away nobody could come: who is expected has the whole time again") {
  // Found by the simulation: a node froze before the other came, who then sat elsewhere; Redis
  // forgot that in a failover, and the woken node ended the room with no_show.
  story s;
  s.open_half();
  (void)s.on(link_lost{});
  (void)s.wait(s.settings.join_timeout);
  const auto verify = question(s.on(link_ready{})).request;
  (void)s.answer_to(verify, verified{owner("node-0", "i0", 1), entry_id{1, 2}});
  CHECK(essence(s.wait(s.settings.join_timeout - milliseconds{1})).empty());
  CHECK(question(s.wait(milliseconds{1})).what == store_request{end_room{1, "no_show", 2}});
}

TEST_CASE("while an end for somebody's absence may be taken back, who sends is told to wait") {
  // Found by the simulation: told that the room had ended, it left; then the other came and stayed.
  story s;
  s.open_half();
  (void)s.call(1, 2, wire::send{1, "text", "anybody there?"});
  CHECK(essence(s.wait(s.settings.join_timeout)).empty());  // the end waits for the log
  CHECK(essence(s.call(1, 3, wire::send{2, "text", "hello?"})) ==
        actions{refuses(1, 3, {.code = error_code::busy, .retry_ms = 1'000})});
}

TEST_CASE("a node that nobody came to forgets the room, and ends nothing") {
  // Found by the simulation: a join that was long given up made a node take the room; both members
  // were on their way, and it was ended for their absence.
  story s;
  (void)s.join(1, 1);
  (void)s.on(connection_closed{1});
  (void)s.answer(owner_found{});
  (void)s.answer(claim_granted{{1, 1}});
  (void)s.store_all(s.answer(log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}}));
  CHECK(question(s.wait(s.settings.join_timeout)).what == store_request{read_owner{}});
  CHECK(essence(s.wait(s.settings.grace)).empty());
  CHECK(s.node.rooms() == 0);
}

TEST_CASE("in a room that was opened before, who is missing is away, not expected") {
  story s;
  s.open_half();
  SECTION("as the log says") {
    (void)s.on(link_lost{});
    (void)s.on(link_ready{});
    (void)s.answer_to(5, verified{});
    (void)s.answer(claim_granted{{2, 3}});
    (void)s.store_all(
        s.answer(log_page{{{{1, 1}, opened_record{}}, {{2, 3}, moved_record{"node-0"}}}, {2, 3}}));
  }
  SECTION("as a member says, when the log was lost") {
    (void)s.on(connection_closed{1});
    (void)s.store_all(s.join(3, 1, {.opened = true}));
  }
  // No no_show: only a look at the owner record.
  CHECK(question(s.wait(milliseconds{20'000})).what == store_request{read_owner{}});
}

TEST_CASE("who has seen all in the room is believed, also when it is gone before it is answered") {
  // Found by the simulation: a room that nobody had reached yet was ended with no_show.
  story s;
  (void)s.join(1, 1, {.epoch = 1, .opened = true});
  (void)s.on(connection_closed{1});
  (void)s.answer(owner_found{});
  (void)s.answer(claim_granted{{2, 1}});
  const auto out = s.answer(log_page{{{{2, 1}, moved_record{"node-0"}}}, {2, 1}});
  CHECK(question(out).what ==
        store_request{append_entries{{{{2, 2}, snapshot_record{}}, {{2, 3}, opened_record{}}}}});
  (void)s.store_all(out);
  CHECK(question(s.wait(s.settings.join_timeout)).what == store_request{read_owner{}});
}

TEST_CASE("a member who does not come back within the grace is gone") {
  story s;
  s.open_room();
  (void)s.on(connection_closed{2});
  (void)s.wait(milliseconds{119'999});
  (void)s.answer(owner_found{owner("node-0", "i0", 1)});
  CHECK(s.wait(milliseconds{1}) == actions{asks(7, end_room{1, "gone", 2})});
  CHECK(essence(s.answer(room_over{"gone", 2})) ==
        actions{says(1, wire::ended{room_end::gone, 2}), closes(1, close_code::room_ended)});
}

TEST_CASE("while a member says nothing, not even a heartbeat, the owner record is looked at") {
  // Found by the simulation: both shown as present, one by a connection that had broken without a
  // word, and the other sat at a stale owner until the server took that connection for idle.
  story s;
  s.open_room();
  CHECK(essence(s.wait(milliseconds{14'999})).empty());
  (void)s.call(1, 2, wire::sync{1});
  const auto out = s.wait(milliseconds{1});
  CHECK(question(out).what == store_request{read_owner{}});
  CHECK(essence(s.answer_to(question(out).request, owner_found{owner("node-0", "i0", 1)})).empty());
  (void)s.call(1, 3, wire::sync{1});
  (void)s.call(2, 2, wire::sync{1});
  CHECK(essence(s.wait(milliseconds{14'998})).empty());
}

TEST_CASE("an owner with all members present looks at the owner record before any grace can end") {
  // Found by the simulation: a node that woke had taken the room for a join that was long given up;
  // nobody came, and it ended the room while both members sat at the other node.
  story s;
  s.open_room();
  actions out;
  for (int second = 0; second < 30; ++second) {
    (void)s.call(1, 2, wire::sync{1});
    (void)s.call(2, 2, wire::sync{1});
    out = s.wait(milliseconds{1'000});
  }
  CHECK(question(out).what == store_request{read_owner{}});
}

TEST_CASE("time without Redis does not count against who is away") {
  story s;
  s.open_room();
  (void)s.on(connection_closed{2});
  (void)s.on(link_lost{});
  (void)s.wait(milliseconds{300'000});
  (void)s.on(link_ready{});
  (void)s.answer_to(6, verified{owner("node-0", "i0", 1), entry_id{1, 3}});
  CHECK(s.wait(milliseconds{100}) == actions{});
}

TEST_CASE("a room in which nobody says anything for its idle life expires") {
  story s;
  s.open_room();
  s.now.steady = s.now.steady + s.settings.idle_ttl;
  CHECK(s.on(tick{}) == actions{asks(6, end_room{1, "expired"})});
}

TEST_CASE("a drain moves each room to a live node once what waits is stored") {
  story s;
  s.open_room();
  (void)s.on(nodes_listed{{{"node-0", "i0", 1, 100, true}, {"node-1", "i1", 0, 100, false}}});
  CHECK(essence(s.on(drain_asked{})) == actions{announce{}});
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(essence(s.wait(s.settings.drain.spread + s.settings.drain_pause)) == actions{});
  CHECK(s.call(1, 3, wire::send{2, "text", "stays in the outbox"}) == actions{});
  CHECK(essence(s.answer_to(6, stored_reply())) ==
        actions{says(2, relayed(message(1, 4, 1, 1, "one"))),
                answers(1, 2, wire::send_result{entry_id{1, 4}, begin_of_time, false}),
                says(1, wire::moved{"node-1"}), says(2, wire::moved{"node-1"}),
                closes(1, close_code::moved), closes(2, close_code::moved)});
  CHECK(s.wait(milliseconds{100}) == actions{finished{}});
  CHECK(s.wait(milliseconds{100}) == actions{});
}

TEST_CASE("a drain without another node waits for one, until its deadline") {
  story s;
  s.open_room();
  (void)s.on(drain_asked{});
  CHECK(s.wait(s.settings.drain.spread + s.settings.drain_pause) == actions{});

  SECTION("one comes") {
    (void)s.on(nodes_listed{{{"node-1", "i1", 0, 100, false}}});
    const auto out = essence(s.wait(milliseconds{100}));
    CHECK(out[0] == says(1, wire::moved{"node-1"}));
  }
  SECTION("none comes") {
    const auto out = essence(s.wait(s.settings.drain.deadline));
    CHECK(std::ranges::find(out, closes(1, close_code::going_away)) != out.end());
    CHECK(std::ranges::find(out, closes(2, close_code::going_away)) != out.end());
    CHECK(out.back() == action{finished{}});
  }
}

TEST_CASE("a draining node takes no new room, and serves those it has until they move") {
  story s;
  s.open_room();
  (void)s.on(drain_asked{});
  (void)s.on(connection_opened{9});
  CHECK(essence(s.call(9, 1, wire::join{.token = s.token(1, "r2")})) ==
        actions{refuses(9, 1, {.code = error_code::draining}), closes(9, close_code::going_away)});
  CHECK(std::holds_alternative<send_result>(s.join(3, 1, {.epoch = 1})[2]));
}

TEST_CASE("a goodbye said again and again while the log is away costs no more memory") {
  story s;
  s.open_room();
  (void)s.on(link_lost{});
  for (std::uint64_t id = 2; id < 2 + most_waiters; ++id)
    CHECK(s.call(1, id, wire::leave{}) == actions{});
  const wire::rpc_error busy{.code = wire::error_code::busy, .retry_ms = 1'000};
  CHECK(essence(s.call(1, 99, wire::leave{})) == actions{refuses(1, 99, busy)});
}

}  // namespace parley::room::test
