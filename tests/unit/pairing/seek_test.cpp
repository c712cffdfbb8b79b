// A wait from seek to its terminal frame (docs/protocol.md section 2, DESIGN section 4).
#include "tests/unit/pairing/story.hpp"

namespace parley::pairing::test {

using wire::error_code;
using wire::wait_end;

namespace {

wire::waiting told_waiting(std::uint64_t elapsed_ms = 0) {
  return {.attempt = 1, .elapsed_ms = elapsed_ms, .waiting_count = 1, .any_partner = true};
}

wire::assigned told_assigned(const story& s, const assignment& found) {
  const wire::seat_claims claims{.sid = found.session,
                                 .room = "room",
                                 .seat = 1,
                                 .attempt = 1,
                                 .language = "en",
                                 .interests = {"chess"},
                                 .members = {{1, "Ann"}, {2, "Bob"}}};
  return {.attempt = 1,
          .room = "room",
          .seat = 1,
          .token = s.tokens.sign(claims, s.now.wall),
          .node = "node-0",
          .language = "en",
          .interests = {"chess"},
          .partner = {2, "Bob"}};
}

}  // namespace

TEST_CASE("who seeks gets a session and a status, and the ticket goes at once") {
  story s;
  const auto out =
      s.seek(1, {.language = "en", .interests = {"chess"}, .name = "Ann", .attempt = 1});
  auto status = told_waiting();
  status.any_partner = false;
  const auto call = pairing_call(out);
  CHECK(essence(out) == actions{answers(1, 1, wire::seek_result{s.session_token(1), 1}),
                                says(1, status), asks(call)});
  CHECK(call.wishes == std::vector{wish{s.key(1), "en", "Ann", {"chess"}, false, milliseconds{0}}});
  CHECK(call.pools.empty());
  CHECK(call.nodes == std::vector<std::string>{"node-0"});
}

TEST_CASE("without a name one is a stranger") {
  story s;
  CHECK(pairing_call(s.seek(1, {.language = "en"})).wishes.at(0).name == "Stranger");
}

TEST_CASE("the probe's pool is found by its key alone, and nobody is told of either") {
  auto settings = make_settings();
  settings.probe_key = "long and secret";
  story s(settings);
  CHECK(pairing_call(s.seek(1, {.language = "long and secret"})).wishes.at(0).pool == "zxx");
  for (const auto* const guess : {"zxx", "", "long and secre"}) {
    const auto out = essence(s.seek(2, {.language = guess}));
    const wire::rpc_error unknown{.code = error_code::language_unknown,
                                  .languages = settings.languages};
    CHECK(out == actions{refuses(2, 1, unknown)});
  }
}

TEST_CASE("while one call is in flight new tickets gather; the next call takes them all") {
  story s;
  (void)s.seek(1, {.language = "en"});
  CHECK(essence(s.seek(2, {.language = "en"})).size() == 2);
  CHECK(essence(s.seek(3, {.language = "de"})).size() == 2);
  const auto next = pairing_call(s.answer_to(1, all_wait(1)));
  REQUIRE(next.wishes.size() == 2);
  CHECK(next.wishes[0].key == s.key(2));
  CHECK(next.wishes[1].key == s.key(3));
}

TEST_CASE("an assignment by letter ends the wait with a seat token that stands for itself") {
  story s;
  const auto key = s.waits(1);
  const auto found = assigned_to(key);
  CHECK(essence(s.on(letter_arrived{assigned_letter{1, found}})) ==
        actions{says(1, told_assigned(s, found)), observe_wait{milliseconds{1'500}}});

  SECTION("told once: what looking up finds later is known already") {
    CHECK(s.on(letter_arrived{assigned_letter{1, found}}).empty());
    CHECK(s.wait(milliseconds{3'000}).empty());
  }
}

TEST_CASE("an assignment of another attempt, session or connection is not for this wait") {
  story s;
  const auto key = s.waits(1);
  auto older = assigned_to(key);
  older.attempt = 0;
  CHECK(s.on(letter_arrived{assigned_letter{1, older}}).empty());
  CHECK(s.on(letter_arrived{assigned_letter{9, assigned_to(key)}}).empty());
  CHECK(s.on(letter_arrived{assigned_letter{1, assigned_to({"other", 1, 1})}}).empty());
}

TEST_CASE("a reconnect with the same attempt goes in under the same session, and finds its place") {
  story s;
  const auto token = s.session_token(7);
  const auto call = pairing_call(s.seek(1, {.language = "en", .attempt = 4, .session = token}));
  CHECK(call.wishes.at(0).key == ticket_key{session_of(7), 1, 4});
  (void)s.answer(partners_sought{
      {{.state = ticket_state::waiting, .waited = milliseconds{9'000}}}, {}, false});
  auto status = told_waiting(11'000);
  status.attempt = 4;
  const auto out = essence(s.wait(milliseconds{2'000}));
  REQUIRE(!out.empty());
  CHECK(out[0] == says(1, status));
}

TEST_CASE("a reconnect finds its assignment again") {
  story s;
  (void)s.seek(1, {.language = "en"});
  const auto found = assigned_to(s.key(1));
  CHECK(essence(s.answer(
            partners_sought{{{.state = ticket_state::assigned, .found = found}}, {}, false})) ==
        actions{says(1, told_assigned(s, found)), observe_wait{milliseconds{1'500}}});
}

TEST_CASE("cancel: Redis decides who won, and one terminal frame says it") {
  story s;
  const auto key = s.waits(1);
  CHECK(essence(s.call(1, 2, wire::cancel{1})) ==
        actions{answers(1, 2, wire::empty_result{}), asks(cancel_ticket{key})});

  SECTION("the cancel") {
    CHECK(essence(s.answer(cancel_decided{{.state = ticket_state::cancelled}})) ==
          actions{says(1, wire::wait_ended{1, wait_end::cancelled})});
  }
  SECTION("the pairing") {
    const auto found = assigned_to(key);
    CHECK(essence(s.answer(cancel_decided{{.state = ticket_state::assigned, .found = found}})) ==
          actions{says(1, told_assigned(s, found)), observe_wait{milliseconds{1'500}}});
  }
  SECTION("the pairing, and its letter was quicker than the answer") {
    (void)s.on(letter_arrived{assigned_letter{1, assigned_to(key)}});
    CHECK(s.answer(cancel_decided{{.state = ticket_state::assigned, .found = assigned_to(key)}})
              .empty());
  }
  SECTION("asked twice") {
    CHECK(essence(s.call(1, 3, wire::cancel{1})) == actions{answers(1, 3, wire::empty_result{})});
  }
}

TEST_CASE("cancel of what never reached Redis is over at once") {
  story s;
  (void)s.seek(1, {.language = "en"});
  (void)s.seek(2, {.language = "en"});
  CHECK(essence(s.call(2, 2, wire::cancel{1})) ==
        actions{answers(2, 2, wire::empty_result{}),
                says(2, wire::wait_ended{1, wait_end::cancelled})});
  CHECK(essence(s.answer_to(1, all_wait(1))).empty());
}

TEST_CASE("cancel of a wait that is not there") {
  story s;
  (void)s.waits(1);
  CHECK(essence(s.call(1, 2, wire::cancel{5})) ==
        actions{refuses(1, 2, {.code = error_code::no_such_wait})});
}

TEST_CASE("a session that seeks elsewhere: the older wait is told") {
  story s;
  const auto key = s.waits(1);
  CHECK(essence(s.on(letter_arrived{replaced_letter{key}})) ==
        actions{says(1, wire::wait_ended{1, wait_end::replaced})});
}

TEST_CASE("a new seek on a connection replaces the old one") {
  story s;
  const auto key = s.waits(1);
  const auto out = essence(
      s.call(1, 2, wire::seek{.language = "de", .attempt = 2, .session = s.session_token(1)}));
  REQUIRE(out.size() == 5);
  CHECK(out[0] == says(1, wire::wait_ended{1, wait_end::replaced}));
  CHECK(out[1] == asks(drop_ticket{key}));
  CHECK(pairing_call(out).wishes.at(0).key == s.key(1, 2));
}

TEST_CASE("a wait ends when it has been too long, unless the pairing is quicker") {
  auto settings = make_settings();
  settings.max_wait = milliseconds{5'000};
  story s(settings);
  const auto key = s.waits(1);
  const auto out = essence(s.wait(milliseconds{5'000}));
  REQUIRE(!out.empty());
  CHECK(out[0] == asks(cancel_ticket{key}));
  CHECK(essence(s.answer_to(2, cancel_decided{{.state = ticket_state::cancelled}})) ==
        actions{says(1, wire::wait_ended{1, wait_end::too_long})});
}

TEST_CASE("a connection that is lost leaves its ticket detached, with its place") {
  story s;
  const auto key = s.waits(1);
  CHECK(essence(s.on(connection_closed{1})) == actions{asks(detach_ticket{key})});
  CHECK(s.machine.open_connections() == 0);
}

TEST_CASE("what a seek may not be") {
  story s;
  const auto refused = [&s](wire::seek what) {
    const auto out = essence(s.seek(1, std::move(what)));
    REQUIRE(out.size() == 1);
    return std::get<send_error>(out[0]).what;
  };
  SECTION("of an unknown language") {
    CHECK(refused({.language = "xx"}) ==
          wire::rpc_error{.code = error_code::language_unknown, .languages = s.settings.languages});
  }
  SECTION("with a session token that is not ours") {
    CHECK(refused({.language = "en", .session = "forged"}).code == error_code::token_invalid);
  }
  SECTION("with another's priority token") {
    const auto priority = s.tokens.sign(wire::priority_claims{session_of(2)}, s.now.wall);
    CHECK(refused({.language = "en", .priority = priority}).code == error_code::token_invalid);
  }
  SECTION("while draining") {
    (void)s.on(connection_opened{9, 9, seed_of(9)});
    (void)s.on(drain_asked{});
    CHECK(essence(s.call(9, 1, wire::seek{.language = "en"})) ==
          actions{refuses(9, 1, {.code = error_code::draining})});
  }
}

TEST_CASE("each seek without a token begins a session of its own") {
  story s;
  const auto first = s.waits(1).session;
  const auto call = pairing_call(s.call(1, 2, wire::seek{.language = "en"}));
  CHECK(call.wishes.at(0).key.session == seed_of(1) + "00000001");
  CHECK(call.wishes.at(0).key.session.size() == first.size());
}

TEST_CASE("a session token that has expired begins a new session") {
  story s;
  const auto token = s.session_token(7);
  (void)s.wait(milliseconds{25 * 3'600'000});
  CHECK(pairing_call(s.seek(1, {.language = "en", .session = token})).wishes.at(0).key == s.key(1));
}

TEST_CASE("with a priority token one goes to the front; an expired one does no harm") {
  story s;
  const auto priority = s.tokens.sign(wire::priority_claims{session_of(7)}, s.now.wall);
  const wire::seek seek{.language = "en", .session = s.session_token(7), .priority = priority};
  SECTION("in time") {
    CHECK(pairing_call(s.seek(1, seek)).wishes.at(0).front);
  }
  SECTION("too late") {
    (void)s.wait(milliseconds{61'000});
    CHECK_FALSE(pairing_call(s.seek(1, seek)).wishes.at(0).front);
  }
}

TEST_CASE("an address may seek only so often") {
  auto settings = make_settings();
  settings.seeks_per_minute = 2;
  story s(settings);
  const auto from = [&s](connection_id id, std::uint64_t address) {
    (void)s.on(connection_opened{id, address, seed_of(id)});
    return essence(s.call(id, 1, wire::seek{.language = "en"})).at(0);
  };
  CHECK(std::holds_alternative<send_result>(from(1, 77)));
  CHECK(std::holds_alternative<send_result>(from(2, 77)));
  CHECK(from(3, 77) == refuses(3, 1, {.code = error_code::rate_limited, .retry_ms = 60'000}));
  CHECK(std::holds_alternative<send_result>(from(4, 78)));
  (void)s.wait(milliseconds{60'000});
  CHECK(std::holds_alternative<send_result>(from(5, 77)));
}

TEST_CASE("the same wish told again while it is on its way is not forgotten") {
  story s;
  (void)s.seek(1, {.language = "en", .attempt = 1});
  const auto entering = session_of(1);
  const auto token = s.session_token(1);
  (void)s.call(1, 2, wire::seek{.language = "en", .attempt = 1, .session = token});
  // The first was entered, and dropped since: the second has yet to be.
  const auto call = pairing_call(s.answer_to(1, all_wait(1)));
  REQUIRE(call.wishes.size() == 1);
  CHECK(call.wishes.at(0).key.session == entering);
}

}  // namespace parley::pairing::test
