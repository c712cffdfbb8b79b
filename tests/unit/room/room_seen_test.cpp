// What a member has seen: forwarded when it grows, never above what it has applied.
#include "tests/unit/room/story.hpp"

namespace parley::room::test {
namespace {

// Member 1 has said 1 to 3, all stored; member 2 has applied 1 and 2.
struct talking : story {
  talking() {
    open_room();
    for (seq_number seq = 1; seq <= 3; ++seq)
      (void)store_all(call(1, seq + 1, wire::send{seq, "text", "x"}));
    (void)notify(2, wire::received{{{1, 2}}});
  }
};

wire::member_info partner_in(const actions& joined) {
  for (const auto& each : joined) {
    const auto* answer = std::get_if<send_result>(&each);
    if (answer == nullptr) continue;
    if (const auto* join = std::get_if<wire::join_result>(&answer->what)) return join->members[0];
  }
  FAIL("no join was answered");
  return {};
}

}  // namespace

TEST_CASE("what was seen is cumulative and forwarded when it grows") {
  talking s;
  CHECK(s.notify(2, wire::seen{{{1, 1}}}) == actions{says(1, wire::seen_by{2, {{1, 1}}})});
  CHECK(s.notify(2, wire::seen{{{1, 1}}}) == actions{});
  CHECK(s.notify(2, wire::seen{{{1, 0}, {2, 5}, {7, 5}}}) == actions{});  // own seat, no seat
  CHECK(s.notify(2, wire::seen{{{1, 2}}}) == actions{says(1, wire::seen_by{2, {{1, 2}}})});
}

TEST_CASE("nobody has seen what it has not applied; it counts when it has") {
  talking s;
  CHECK(s.notify(2, wire::seen{{{1, 99}}}) == actions{says(1, wire::seen_by{2, {{1, 2}}})});
  CHECK(s.notify(2, wire::received{{{1, 3}}}) ==
        actions{says(1, wire::delivered{2, {{1, 3}}}), says(1, wire::seen_by{2, {{1, 3}}})});
}

TEST_CASE("who joins learns what the others have seen") {
  talking s;
  (void)s.notify(2, wire::seen{{{1, 2}}});
  CHECK(partner_in(s.join(3, 1, {.next = 4, .epoch = 1})).seen == wire::version_vector{{1, 2}});
}

TEST_CASE("a join brings what was seen: a node keeps it in memory only") {
  story s;
  s.open_half();
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "x"}));
  const auto out =
      s.join(2, 2, {.applied = {{1, 1}}, .epoch = 1, .opened = true, .seen = {{1, 1}}});
  CHECK(std::ranges::find(out, says(1, wire::seen_by{2, {{1, 1}}})) != out.end());
}

}  // namespace parley::room::test
