// Reports and blocks (docs/protocol.md section 2): who may, and what becomes of them.
#include "tests/unit/pairing/story.hpp"

namespace parley::pairing::test {

using wire::error_code;

namespace {

matchmaker_settings with_reports() {
  auto settings = make_settings();
  settings.takes_reports = true;
  return settings;
}

struct asking : story {
  explicit asking(matchmaker_settings with = with_reports()) : story(std::move(with)) {
    (void)on(connection_opened{1, 1, seed_of(1)});
  }
  actions report() {
    return call(1, 5, wire::report_by_token{seat_token("r"), {wire::report_reason::threat, "he"}});
  }
  actions block() { return call(1, 6, wire::block{seat_token("r")}); }
  [[nodiscard]] wire::seat_claims claims() const {
    return *tokens.verify_seat(seat_token("r"), now.wall);
  }
};

const wire::rpc_error away{.code = error_code::storage_unavailable, .retry_ms = 1'000};

}  // namespace

TEST_CASE("a report is kept for the room and seat of its token") {
  asking s;
  CHECK(essence(s.report()) ==
        actions{asks(keep_report{
            "r", s.claims().seat, {wire::report_reason::threat, "he"}, begin_of_time})});
  CHECK(essence(s.answer(report_kept{})) == actions{answers(1, 5, wire::empty_result{})});
}

TEST_CASE("a report by one of a pair is about the other, whomever it names") {
  asking s;
  const wire::report said{wire::report_reason::threat, "he"};
  wire::report_by_token named{s.seat_token("r"), said};
  named.what.about = 77;
  CHECK(essence(s.call(1, 5, named)) ==
        actions{asks(keep_report{"r", s.claims().seat, said, begin_of_time})});
}

TEST_CASE("while a report of a seat is being kept another of it has to wait") {
  asking s;
  const auto asked = essence(s.report());
  CHECK(essence(s.report()) ==
        actions{refuses(1, 5, {.code = error_code::busy, .retry_ms = 1'000})});
  SECTION("until it is kept") {
    (void)s.answer(report_kept{});
    CHECK(essence(s.report()) == asked);
  }
  SECTION("and that of another room does not") {
    const wire::report_by_token other{s.seat_token("r2"), {wire::report_reason::threat, "he"}};
    CHECK(essence(s.call(1, 6, other)) ==
          actions{asks(keep_report{"r2", s.claims().seat, other.what, begin_of_time})});
  }
}

TEST_CASE("a report of which nothing is left is too late") {
  asking s;
  (void)s.report();
  CHECK(essence(s.answer(report_kept{.is_known = false})) ==
        actions{refuses(1, 5, {.code = error_code::no_such_room})});
}

TEST_CASE("without a key of the operator no report is taken") {
  asking s{make_settings()};
  CHECK(essence(s.report()) == actions{refuses(1, 5, {.code = error_code::reports_off})});
}

TEST_CASE("a block names the room and the session of its token") {
  asking s;
  CHECK(essence(s.block()) == actions{asks(block_partner{"r", s.claims().sid})});
  SECTION("done") {
    CHECK(essence(s.answer(partner_blocked{})) == actions{answers(1, 6, wire::empty_result{})});
  }
  SECTION("nobody knows any more who sat there") {
    CHECK(essence(s.answer(partner_blocked{.is_known = false})) ==
          actions{refuses(1, 6, {.code = error_code::no_such_room})});
  }
}

TEST_CASE("reports and blocks wait for Redis like all else") {
  asking s;
  SECTION("it is away") {
    (void)s.on(link_lost{});
    CHECK(essence(s.report()) == actions{refuses(1, 5, away)});
    CHECK(essence(s.block()) == actions{refuses(1, 6, away)});
  }
  SECTION("it goes away before it answers") {
    (void)s.report();
    CHECK(essence(s.answer(store_lost{})) == actions{refuses(1, 5, away)});
  }
  SECTION("a room's part of a cluster goes away: pairing goes on") {
    (void)s.report();
    (void)s.answer(store_lost{});
    CHECK(s.machine.has_link());
  }
  SECTION("it refuses") {
    (void)s.block();
    CHECK(essence(s.answer(store_failed{"OOM"})) == actions{refuses(1, 6, away)});
  }
}

TEST_CASE("only a seat token of ours may report or block") {
  asking s;
  CHECK(essence(s.call(1, 5, wire::report_by_token{"forged", {}})) ==
        actions{refuses(1, 5, {.code = error_code::token_invalid})});
  CHECK(essence(s.call(1, 6, wire::block{s.session_token(1)})) ==
        actions{refuses(1, 6, {.code = error_code::token_invalid})});
  const wire::block old{s.seat_token("r")};
  (void)s.wait(milliseconds{25 * 3'600'000});
  CHECK(essence(s.call(1, 7, old)) == actions{refuses(1, 7, {.code = error_code::token_expired})});
}

}  // namespace parley::pairing::test
