// Whose room it is: the fence, the link that breaks, what Redis may have lost meanwhile (DESIGN
// section 5).
#include "tests/unit/room/story.hpp"

namespace parley::room::test {

using wire::close_code;
using wire::error_code;
using wire::presence_state;

namespace {

const log_entry moved_here{{1, 1}, moved_record{"node-0"}};
const log_entry first_snapshot{{1, 2}, snapshot_record{}};
const log_entry opened{{1, 3}, opened_record{}};

nodes_listed alive(std::vector<node_info> others) {
  others.push_back({"node-0", "i0", 0, 100, false});
  return {std::move(others)};
}

}  // namespace

TEST_CASE("a room whose owner serves it is not taken: the member is sent there") {
  story s;
  (void)s.on(alive({{"node-1", "i1", 3, 100, false}}));
  (void)s.join(1, 1);
  CHECK(essence(s.answer(owner_found{owner("node-1", "i1", 4)})) ==
        actions{refuses(1, 1, {.code = error_code::wrong_node, .node = "node-1"}),
                closes(1, close_code::not_owner)});
}

TEST_CASE("a room is claimed from an owner that is dead, restarted or draining") {
  story s;
  const auto claimed = [&s](const node_info& other) {
    (void)s.on(alive({other}));
    (void)s.join(1, 1);
    return question(s.answer(owner_found{owner("node-1", "i1", 4)})).what;
  };
  const store_request claim = claim_room{4, "i1", true};
  SECTION("dead") {
    CHECK(claimed({"node-7", "i7", 0, 100, false}) == claim);
  }
  SECTION("restarted") {
    CHECK(claimed({"node-1", "i2", 0, 100, false}) == claim);
  }
  SECTION("draining") {
    CHECK(claimed({"node-1", "i1", 0, 100, true}) == claim);
  }
}

TEST_CASE("a member's word that the owner is gone is enough for a claim, but not too often") {
  story s;
  (void)s.on(alive({{"node-1", "i1", 3, 100, false}}));
  (void)s.join(1, 1, {.claim = true});
  CHECK(question(s.answer(owner_found{owner("node-1", "i1", 4)})).what ==
        store_request{claim_room{4, "i1", false}});
  CHECK(essence(s.answer(claim_too_soon{milliseconds{700}})) ==
        actions{refuses(1, 1, {.code = error_code::move_refused, .retry_ms = 700}),
                closes(1, close_code::not_owner)});
}

TEST_CASE("after a claim the old owner is told, and the log is read only then") {
  story s;
  (void)s.on(alive({}));
  (void)s.join(1, 1);
  (void)s.answer(owner_found{owner("node-1", "i1", 4)});
  CHECK(essence(s.answer(claim_granted{{5, 32}})) ==
        actions{asks(3, tell_owner{"node-1", 5}), asks(4, read_log{})});

  SECTION("page by page") {
    const log_page page{{message(4, 31, 2, 1, "hi")}, {4, 31}, false};
    CHECK(s.answer(page) == actions{asks(5, read_log{{4, 31}})});
    const auto out = essence(s.answer(log_page{{{{5, 32}, moved_record{"node-0"}}}, {5, 32}}));
    CHECK(out[1] == says(1, relayed(message(4, 31, 2, 1, "hi"))));
  }
}

TEST_CASE("a claim that Redis has forgotten before the log was read is made anew, and higher") {
  // Found by the simulation: all keys were lost and no link, and another node had made the log anew
  // under the same epoch; the node went on as its owner, and stopped at what it read.
  story s;
  (void)s.on(alive({}));
  (void)s.join(1, 1);
  (void)s.answer(owner_found{});
  (void)s.answer(claim_granted{{2, 5}});
  const log_page others{{{{2, 1}, moved_record{"node-1"}}}, {2, 1}};
  CHECK(question(s.answer(others)).what == store_request{read_owner{}});
  CHECK(question(s.answer(owner_found{})).what == store_request{claim_room{2, {}, true}});
}

TEST_CASE("when somebody else was quicker, the owner is looked up again, a few times") {
  story s;
  (void)s.on(alive({{"node-2", "i2", 0, 100, false}}));
  (void)s.join(1, 1);
  (void)s.answer(owner_found{owner("node-1", "i1", 4)});
  CHECK(s.answer(owned_by_other{owner("node-2", "i2", 5)}) == actions{asks(3, read_owner{})});
  CHECK(essence(s.answer(owner_found{owner("node-2", "i2", 5)})) ==
        actions{refuses(1, 1, {.code = error_code::wrong_node, .node = "node-2"}),
                closes(1, close_code::not_owner)});
}

TEST_CASE("a stale owner is refused by Redis and lets go; nothing unstored is relayed") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "never stored here"});
  CHECK(s.answer_to(6, {appended{append_outcome::fenced}}) ==
        actions{counts(metric::fenced), asks(7, verify_log{{1, 3}})});
  CHECK(essence(s.answer(verified{owner("node-1", "i1", 2), entry_id{2, 4}})) ==
        actions{closes(1, close_code::not_owner), closes(2, close_code::not_owner)});
  CHECK(s.node.rooms() == 0);
}

TEST_CASE(
    "an append refused because an older copy of it had arrived after all is not a loss of the "
    "room") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  (void)s.answer_to(6, {appended{append_outcome::fenced}});
  const auto one = message(1, 4, 1, 1, "one");
  CHECK(essence(s.answer(verified{owner("node-0", "i0", 1), entry_id{1, 4}, {one}})) ==
        actions{says(2, relayed(one)),
                answers(1, 2, wire::send_result{entry_id{1, 4}, begin_of_time, false})});
}

TEST_CASE(
    "a link that breaks: nothing is appended until record and top are verified on the new one") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(s.answer_to(6, store_lost{}) == actions{});
  CHECK(s.on(link_lost{}) == actions{says(1, wire::storage{false}), says(2, wire::storage{false})});
  CHECK(s.call(1, 3, wire::send{2, "text", "two"}) == actions{});
  CHECK(s.on(link_ready{}) == actions{asks(7, verify_log{{1, 3}})});
  const auto one = message(1, 4, 1, 1, "one");
  const auto two = message(1, 5, 1, 2, "two");

  SECTION("the lost reply was a no: it is sent again") {
    CHECK(essence(s.answer_to(7, verified{owner("node-0", "i0", 1), entry_id{1, 3}})) ==
          actions{says(1, wire::storage{true}), says(2, wire::storage{true}),
                  asks(8, append_entries{{one, two}})});
  }
  SECTION("the lost reply was a yes: it is relayed and acknowledged now") {
    CHECK(essence(s.answer_to(7, verified{owner("node-0", "i0", 1), entry_id{1, 4}, {one}})) ==
          actions{says(2, relayed(one)),
                  answers(1, 2, wire::send_result{entry_id{1, 4}, begin_of_time, false}),
                  says(1, wire::storage{true}), says(2, wire::storage{true}),
                  asks(8, append_entries{{two}})});
  }
  SECTION("another owner: the room is let go") {
    CHECK(essence(s.answer_to(7, verified{owner("node-1", "i1", 2), entry_id{2, 5}})) ==
          actions{closes(1, close_code::not_owner), closes(2, close_code::not_owner)});
  }
  SECTION("the room was ended meanwhile") {
    owner_record over{.ended = true, .reason = "left", .by = 2};
    CHECK(essence(s.answer_to(7, verified{over})) ==
          actions{says(1, wire::ended{wire::room_end::left, 2}), closes(1, close_code::room_ended),
                  says(2, wire::ended{wire::room_end::left, 2}),
                  closes(2, close_code::room_ended)});
  }
}

TEST_CASE("a lost tail is written again from memory, under a new epoch") {
  story s;
  s.open_room();
  for (seq_number seq = 1; seq <= 4; ++seq)
    (void)s.store_all(s.call(1, seq + 1, wire::send{seq, "text", std::to_string(seq)}));
  (void)s.notify(2, wire::received{{{1, 3}}});  // memory holds 4 only
  (void)s.on(link_lost{});
  (void)s.on(link_ready{});
  // Redis knows the first message and nothing after it; the record is as old.
  CHECK(essence(s.answer_to(10, verified{owner("node-0", "i0", 1), entry_id{1, 4}})) ==
        actions{asks(11, claim_room{1, "i0", true})});
  (void)s.answer(claim_granted{{2, 5}});
  const auto out = s.answer(log_page{{moved_here,
                                      first_snapshot,
                                      opened,
                                      message(1, 4, 1, 1, "1"),
                                      {{2, 5}, moved_record{"node-0"}}},
                                     {2, 5}});
  const log_state as_read{{{1, {1, 1, ""}}}, true};
  CHECK(question(out).what == store_request{append_entries{{{{2, 6}, snapshot_record{as_read}},
                                                            {{2, 7}, base_record{1, 3}},
                                                            message(2, 8, 1, 4, "4")}}});
  CHECK(out.front() == counts(metric::rewritten));

  SECTION("what the others have is not relayed again") {
    CHECK(essence(s.answer(stored_reply())) == actions{});
    const auto next = s.store_all(s.call(1, 9, wire::send{5, "text", "5"}));
    CHECK(std::ranges::find(next, says(2, relayed(message(2, 9, 1, 5, "5")))) != next.end());
  }
  SECTION("and if the link breaks again on the way, it starts over from memory") {
    (void)s.answer(store_lost{});
    (void)s.on(link_lost{});
    (void)s.on(link_ready{});
    CHECK(question(s.answer_to(14, verified{owner("node-0", "i0", 2), entry_id{2, 4}})).what ==
          store_request{claim_room{2, "i0", true}});
  }
}

TEST_CASE("when Redis has lost everything, the room is rebuilt from memory") {
  story s;
  s.open_room();
  (void)s.store_all(s.call(1, 2, wire::rename{"Otter"}));
  (void)s.store_all(s.call(1, 3, wire::send{1, "text", "one"}));
  (void)s.call(2, 2, wire::send{1, "text", "uno"});
  CHECK(essence(s.answer_to(8, {appended{append_outcome::missing}})) ==
        actions{asks(9, verify_log{{1, 5}})});
  CHECK(essence(s.answer(verified{})) == actions{asks(10, claim_room{1, "", true})});
  (void)s.answer(claim_granted{{2, 1}});
  const auto out = s.answer(log_page{{{{2, 1}, moved_record{"node-0"}}}, {2, 1}});
  CHECK(question(out).what == store_request{append_entries{{{{2, 2}, snapshot_record{}},
                                                            {{2, 3}, opened_record{}},
                                                            {{2, 4}, name_record{1, "Otter"}},
                                                            message(2, 5, 1, 1, "one"),
                                                            message(2, 6, 2, 1, "uno")}}});
  const auto uno = message(2, 6, 2, 1, "uno");
  CHECK(essence(s.answer(stored_reply())) ==
        actions{says(1, relayed(uno)),
                answers(2, 2, wire::send_result{entry_id{2, 6}, begin_of_time, false})});
}

TEST_CASE(
    "what another owner has stored meanwhile, and nobody here has seen, is relayed when it is "
    "read") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});  // goes to the old owner too, it turns out
  (void)s.answer_to(6, {appended{append_outcome::unknown}});
  (void)s.answer(verified{owner("node-0", "i0", 7), entry_id{7, 9}});
  (void)s.answer(claim_granted{{8, 10}});
  const auto one = message(6, 8, 1, 1, "one");
  const auto two = message(6, 9, 1, 2, "two");
  const log_entry claim{{8, 10}, moved_record{"node-0"}};
  const auto out =
      essence(s.answer(log_page{{moved_here, first_snapshot, opened, one, two, claim}, {8, 10}}));
  CHECK(out[0] == says(2, relayed(one)));
  CHECK(out[1] == says(2, relayed(two)));
  CHECK(out[2] == answers(1, 2, wire::send_result{entry_id{6, 8}, begin_of_time, true}));
}

TEST_CASE("a member who knows a higher epoch proves that somebody has owned the room since") {
  story s;
  s.open_room();
  (void)s.on(connection_closed{1});
  const auto out = essence(s.join(3, 1, {.epoch = 5}));
  CHECK(out == actions{asks(6, claim_room{5, "i0", true})});
  CHECK(essence(s.answer(owned_by_other{owner("node-1", "i1", 5)})) ==
        actions{refuses(3, 1, {.code = error_code::wrong_node, .node = "node-1"}),
                closes(3, close_code::not_owner), closes(2, close_code::not_owner)});
}

TEST_CASE("a member that joins during a claim is believed too: its epoch is not used again") {
  story s;
  (void)s.join(1, 1);
  (void)s.answer(owner_found{});
  (void)s.join(2, 2, {.epoch = 9});  // the claim is on its way, and knows of no epoch
  (void)s.answer_to(2, claim_granted{{1, 1}});
  const auto out = s.answer_to(3, log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}});
  CHECK(essence(out) == actions{asks(4, claim_room{9, "i0", true})});
}

TEST_CASE(
    "while a member is absent, the owner record is looked at every 5 s: it may sit elsewhere") {
  story s;
  s.open_room();
  (void)s.on(connection_closed{1});
  CHECK(s.wait(milliseconds{4'999}) == actions{});
  CHECK(s.wait(milliseconds{1}) == actions{asks(6, read_owner{})});
  CHECK(s.answer(owner_found{owner("node-0", "i0", 1)}) == actions{});
  CHECK(s.wait(milliseconds{4'999}) == actions{});
  CHECK(s.wait(milliseconds{1}) == actions{asks(7, read_owner{})});
  CHECK(s.answer(owner_found{owner("node-1", "i1", 2)}) == actions{asks(8, verify_log{{1, 3}})});
  CHECK(essence(s.answer(verified{owner("node-1", "i1", 2), entry_id{2, 4}})) ==
        actions{closes(2, close_code::not_owner)});
}

TEST_CASE(
    "a record that goes between the look and the claim is nobody's: it is claimed from nobody") {
  // Found by the simulation: members were sent to a node without a name.
  story s;
  s.open_room();
  (void)s.on(link_lost{});
  const auto verify = question(s.on(link_ready{})).request;
  const auto lost = s.answer_to(verify, verified{owner("node-0", "i0", 1), entry_id{1, 2}});
  const auto refused = s.answer_to(question(lost).request, owned_by_other{});
  CHECK(question(refused).what == store_request{claim_room{1, "", true}});
}

TEST_CASE("a word in the mailbox makes an owner verify; an old word does not") {
  story s;
  s.open_room();
  CHECK(s.on(claimed_elsewhere{room_name, 1}) == actions{});
  CHECK(s.on(claimed_elsewhere{"r-unknown", 9}) == actions{});
  CHECK(s.on(claimed_elsewhere{room_name, 2}) == actions{asks(6, verify_log{{1, 3}})});
}

TEST_CASE("answers to questions of a room's earlier life are ignored") {
  story s;
  (void)s.join(1, 1);
  (void)s.on(link_lost{});
  (void)s.on(link_ready{});
  (void)s.join(2, 1);
  CHECK(s.answer_to(1, owner_found{}) == actions{});
  CHECK(s.answer_to(2, owner_found{}).size() == 2);
}

TEST_CASE("joins while Redis is away are refused with the time to wait") {
  story s;
  (void)s.join(1, 1);
  const wire::rpc_error why{.code = error_code::storage_unavailable, .retry_ms = 1'000};
  CHECK(essence(s.on(link_lost{})) ==
        actions{refuses(1, 1, why), closes(1, close_code::storage_unavailable)});
  CHECK(essence(s.join(2, 2)) ==
        actions{refuses(2, 1, why), closes(2, close_code::storage_unavailable)});
  CHECK(s.node.rooms() == 0);
}

TEST_CASE("on a new link rooms are verified some at a time") {
  auto settings = make_settings();
  settings.verifications = 1;
  story s(settings);
  s.open_room();
  (void)s.on(connection_opened{7});
  (void)s.call(7, 1, wire::join{.token = s.token(1, "r2")});
  (void)s.answer_to(6, owner_found{}, "r2");
  (void)s.answer_to(7, claim_granted{{1, 1}}, "r2");
  (void)s.answer_to(8, log_page{{moved_here}, {1, 1}}, "r2");
  (void)s.answer_to(9, stored_reply(), "r2");
  (void)s.on(link_lost{});
  CHECK(s.on(link_ready{}) == actions{asks(10, verify_log{{1, 3}})});
  const auto next = s.answer_to(10, verified{owner("node-0", "i0", 1), entry_id{1, 3}});
  CHECK(next.back() == action{store_command{"r2", 11, verify_log{{1, 2}}}});
}

TEST_CASE("what Redis refuses for a reason that nobody expects closes the room, resumably") {
  story s;
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(essence(s.answer_to(6, store_failed{"WRONGTYPE"})) ==
        actions{closes(1, close_code::storage_unavailable),
                closes(2, close_code::storage_unavailable)});
}

}  // namespace parley::room::test
