// What Redis is asked about those who wait, when it is there and when it is not.
#include "tests/unit/pairing/story.hpp"

namespace parley::pairing::test {

namespace {

// The store requests among the actions.
std::vector<store_request> requests(const actions& all) {
  std::vector<store_request> found;
  for (const auto& each : all)
    if (const auto* command = std::get_if<store_command>(&each)) found.push_back(command->what);
  return found;
}

std::uint64_t number_of_look_up(const actions& all) {
  for (const auto& each : all) {
    const auto* command = std::get_if<store_command>(&each);
    if (command && std::holds_alternative<look_up_tickets>(command->what)) return command->request;
  }
  FAIL("no look-up");
  return 0;
}

}  // namespace

TEST_CASE("each tick calls the pairing for the pools of those who wait: patience may be over") {
  auto settings = make_settings();
  settings.batch = 8;
  story s(settings);
  (void)s.waits(1);
  const auto call = pairing_call(s.wait(milliseconds{500}));
  CHECK(call.wishes.empty());
  CHECK(call.pools == std::vector<std::string>{"en"});
  CHECK(call.nodes == std::vector<std::string>(8, "node-0"));
}

TEST_CASE("with nobody waiting nothing is asked") {
  story s;
  CHECK(s.wait(milliseconds{500}).empty());
  CHECK(s.wait(milliseconds{5'000}).empty());
}

TEST_CASE("a call that could not pair all is repeated at once, but not in vain without a node") {
  auto settings = make_settings();
  settings.batch = 8;
  story s(settings);
  (void)s.waits(1);
  (void)s.wait(milliseconds{500});
  SECTION("there are nodes") {
    const auto again = s.answer(partners_sought{{}, {"en"}, true});
    CHECK(pairing_call(again).pools == std::vector<std::string>{"en"});
  }
  SECTION("there are none; when one registers its time has come") {
    (void)s.answer(all_wait(0));
    (void)s.on(nodes_listed{});
    const auto call = s.wait(milliseconds{500});
    CHECK(pairing_call(call).nodes.empty());
    CHECK(s.answer(partners_sought{{}, {}, true}).empty());
    const auto appeared = s.on(nodes_listed{{node("node-3")}});
    CHECK(pairing_call(appeared).nodes == std::vector<std::string>(8, "node-3"));
  }
}

TEST_CASE("those who wait are told so every 2 s, and whether there is any node") {
  story s;
  (void)s.waits(1);
  (void)s.on(nodes_listed{});
  CHECK(essence(s.wait(milliseconds{1'999})).size() == 2);
  const wire::waiting told{
      .attempt = 1, .elapsed_ms = 2'000, .waiting_count = 1, .any_partner = true, .nodes = false};
  CHECK(essence(s.wait(milliseconds{1})).at(0) == says(1, told));
}

TEST_CASE("every 3 s tickets are looked up, which renews their leases and shows the pool") {
  story s;
  const auto key = s.waits(1, {"chess"});
  (void)s.wait(milliseconds{500});
  (void)s.answer(all_wait(0));
  const auto out = s.wait(milliseconds{2'500});
  const auto asked = look_up_tickets{{key}, {"en"}};
  REQUIRE(requests(out).size() == 2);
  CHECK(requests(out)[0] == store_request{asked});
  const auto number = number_of_look_up(out);

  SECTION("the pool's state is told with the next status") {
    const tickets_looked_up found{{{.state = ticket_state::waiting}},
                                  {{.waiting = 17, .waits_ms = {900, 100, 200, 300, 400}}}};
    (void)s.answer_to(number, found);
    const wire::waiting told{.attempt = 1,
                             .elapsed_ms = 5'000,
                             .waiting_count = 17,
                             .estimate = wire::wait_estimate{300, 900}};
    CHECK(essence(s.wait(milliseconds{2'000})).at(0) == says(1, told));
  }
  SECTION("an assignment whose letter was lost is found") {
    const auto after = essence(s.answer_to(
        number,
        tickets_looked_up{{{.state = ticket_state::assigned, .found = assigned_to(key)}}, {{}}}));
    REQUIRE(!after.empty());
    CHECK(std::holds_alternative<wire::assigned>(std::get<send_notification>(after[0]).what));
  }
  SECTION("a ticket that Redis has lost goes in again, with the time it has waited") {
    (void)s.answer_to(number, tickets_looked_up{{{.state = ticket_state::gone}}, {{}}});
    const auto again = pairing_call(s.answer_to(number + 1, all_wait(0)));
    CHECK(again.wishes ==
          std::vector{wish{key, "en", "Stranger", {"chess"}, false, milliseconds{3'000}}});
  }
}

TEST_CASE("Redis away: who waits is told, keeps waiting, and goes in again with the place") {
  story s;
  const auto key = s.waits(1);
  CHECK(essence(s.on(link_lost{})) == actions{says(1, wire::storage{false})});
  CHECK(s.on(link_lost{}).empty());
  CHECK(essence(s.wait(milliseconds{1'000})).empty());

  const auto late = essence(s.seek(2, {.language = "en"}));
  REQUIRE(late.size() == 3);
  CHECK(late[2] == says(2, wire::storage{false}));

  const auto back = s.on(link_ready{});
  CHECK(essence(back) == actions{says(1, wire::storage{true}), says(2, wire::storage{true}),
                                 asks(pairing_call(back))});
  const auto wishes = pairing_call(back).wishes;
  REQUIRE(wishes.size() == 2);
  CHECK(wishes[0] == wish{key, "en", "Stranger", {}, false, milliseconds{1'000}});
  CHECK(wishes[1].key == s.key(2));
}

TEST_CASE("who seeks again and again while Redis is away stands in the queue once") {
  story s;
  (void)s.on(link_lost{});
  (void)s.seek(1, {.language = "en"});
  (void)s.call(1, 2, wire::seek{.language = "de", .attempt = 2});
  (void)s.seek(2, {.language = "en"});
  (void)s.on(connection_closed{2});
  const auto wishes = pairing_call(s.on(link_ready{})).wishes;
  REQUIRE(wishes.size() == 1);
  CHECK(wishes[0].pool == "de");
}

TEST_CASE("a call whose answer is lost is made again on the next link") {
  story s;
  (void)s.seek(1, {.language = "en"});
  CHECK(essence(s.answer(store_lost{})) == actions{says(1, wire::storage{false})});
  CHECK(pairing_call(s.on(link_ready{})).wishes.at(0).key == s.key(1));
}

TEST_CASE("cancelled while Redis is away: only Redis can say who won") {
  story s;
  const auto key = s.waits(1);
  (void)s.on(link_lost{});
  CHECK(essence(s.call(1, 2, wire::cancel{1})) == actions{answers(1, 2, wire::empty_result{})});
  CHECK(essence(s.on(link_ready{})) ==
        actions{says(1, wire::storage{true}), asks(cancel_ticket{key})});
}

TEST_CASE("a call that Redis refuses is made again at the next tick, not at once") {
  story s;
  (void)s.seek(1, {.language = "en"});
  CHECK(essence(s.answer(store_failed{"OOM"})).empty());
  CHECK(pairing_call(s.wait(milliseconds{500})).wishes.at(0).key == s.key(1));
}

TEST_CASE("a cancel that Redis refuses is asked again at the next tick") {
  story s;
  const auto key = s.waits(1);
  (void)s.call(1, 2, wire::cancel{1});
  CHECK(essence(s.answer(store_failed{"OOM"})).empty());
  CHECK(essence(s.wait(milliseconds{500})).at(0) == asks(cancel_ticket{key}));
}

TEST_CASE("a burst goes in batches, and each call names a node for each wish") {
  auto settings = make_settings();
  settings.batch = 3;
  story s(settings);
  for (connection_id id = 1; id <= 6; ++id)
    (void)s.seek(id, {.language = "en"});
  const auto second = s.answer_to(1, all_wait(1));
  CHECK(pairing_call(second).wishes.size() == 3);
  CHECK(pairing_call(second).nodes.size() == 3);
  CHECK(pairing_call(s.answer(all_wait(3))).wishes.size() == 2);
}

}  // namespace parley::pairing::test
