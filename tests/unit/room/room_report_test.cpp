// A report during the conversation: kept, and nobody else notices.
#include "tests/unit/room/story.hpp"

namespace parley::room::test {
namespace {

node_settings with_reports() {
  auto settings = make_settings();
  settings.takes_reports = true;
  return settings;
}

const wire::report said{wire::report_reason::threat, "he said …"};
const wire::rpc_error later{.code = wire::error_code::storage_unavailable, .retry_ms = 1'000};

}  // namespace

TEST_CASE("a report is kept with the seat that made it") {
  story s(with_reports());
  s.open_room();
  CHECK(s.call(2, 7, said) == actions{asks(6, keep_report{2, said, begin_of_time})});
  CHECK(s.answer_to(6, report_kept{}) ==
        actions{counts(metric::reports, "threat"), answers(2, 7, wire::empty_result{})});
}

TEST_CASE("a report by one of a pair is about the other, whomever it names") {
  story s(with_reports());
  s.open_room();
  auto named = said;
  named.about = 77;
  CHECK(s.call(2, 7, named) == actions{asks(6, keep_report{2, said, begin_of_time})});
}

TEST_CASE("a report waits for nothing, and nothing waits for it") {
  story s(with_reports());
  s.open_room();
  (void)s.call(2, 7, said);
  const auto one = message(1, 4, 1, 1, "hello");
  CHECK(s.call(1, 2, wire::send{1, "text", "hello"}) == actions{asks(7, append_entries{{one}})});
  CHECK(essence(s.answer_to(7, stored_reply())).front() == says(2, relayed(one)));
  CHECK(essence(s.answer_to(6, report_kept{})) == actions{answers(2, 7, wire::empty_result{})});
}

TEST_CASE("a report that could not be kept can be made again") {
  story s(with_reports());
  s.open_room();
  (void)s.call(2, 7, said);
  SECTION("the link broke") {
    CHECK(essence(s.answer_to(6, store_lost{})) == actions{refuses(2, 7, later)});
  }
  SECTION("Redis refused it, and says so in the log") {
    const auto out = s.answer_to(6, store_failed{"OOM"});
    CHECK(essence(out) == actions{refuses(2, 7, later)});
    CHECK(std::ranges::any_of(
        out, [](const action& each) { return std::holds_alternative<log_line>(each); }));
  }
  CHECK(question(s.call(2, 8, said)).what == store_request{keep_report{2, said, begin_of_time}});
}

TEST_CASE("one report of a connection is kept at a time") {
  story s(with_reports());
  s.open_room();
  (void)s.call(2, 7, said);
  CHECK(essence(s.call(2, 8, said)) ==
        actions{refuses(2, 8, {.code = wire::error_code::busy, .retry_ms = 1'000})});
}

TEST_CASE("without a key of the operator no report is taken") {
  story s;
  s.open_room();
  CHECK(essence(s.call(2, 7, said)) ==
        actions{refuses(2, 7, {.code = wire::error_code::reports_off})});
}

}  // namespace parley::room::test
