// A named room in a crowd, with strangers at the door and after a move.
#include "tests/unit/room/hall.hpp"

namespace parley::room::test {

using wire::error_code;

namespace {

bool is_claim(const action& each) {
  const auto* const command = std::get_if<store_command>(&each);
  return command != nullptr && std::holds_alternative<claim_room>(command->what);
}

}  // namespace

TEST_CASE("a named room: what somebody says of it who has no place there is not believed") {
  hall h;
  h.open_for_two();
  const auto out = h.join(3, {33, "Cyd", "other"}, {.epoch = 900});
  CHECK(has(out, refuses(3, 1, {.code = error_code::key_wrong})));
  CHECK(std::ranges::none_of(out, is_claim));
}

TEST_CASE("a named room: however many have come and gone, there is a place for the next") {
  auto settings = make_settings();
  settings.newcomers = {1'000, 1};
  hall h(settings);
  h.open_for_two();
  for (seat_number seat = 100; seat < 400; ++seat) {
    const connection_id from = seat;
    REQUIRE(joined_by(from, h.join(from, {seat, "Guest", lock, "00"})) != nullptr);
    (void)h.s.store_all(h.s.call(from, 9, wire::leave{}));
  }
  CHECK(joined_by(3, h.join(3, cyd)) != nullptr);
}

TEST_CASE("a named room: a crowd at the door comes in one by one") {
  auto settings = make_settings();
  settings.newcomers = {2, 1};
  hall h(settings);
  h.open_for_two();
  const auto waits = h.join(3, cyd);
  CHECK(joined_by(3, waits) == nullptr);
  CHECK(appended_in(waits).empty());
  CHECK(joined_by(3, h.s.store_all(h.s.wait(milliseconds{1'000}))) != nullptr);
}

TEST_CASE("a named room: who leaves has said all that the words filter still looks at") {
  auto settings = make_settings();
  settings.asks_filter = true;
  hall h(settings);
  h.open_for_two();
  const auto said = h.say(2, 1, "bye");
  const auto request = std::ranges::find_if(
      said, [](const action& each) { return std::holds_alternative<ask_filter>(each); });
  REQUIRE(request != said.end());
  CHECK(appended_in(h.s.store_all(h.s.call(2, 9, wire::leave{}))).empty());
  const auto out = h.s.store_all(h.s.on(filter_answered{
      room_name, std::get<ask_filter>(*request).request, std::vector<std::string>{"bye"}}));
  const auto stored = appended_in(out);
  REQUIRE(stored.size() == 2);
  CHECK(std::get<message_record>(stored[0]).body == "bye");
  CHECK(stored[1] == record{left_record{22}});
}

TEST_CASE("a named room: it lives on while somebody sits in it and nobody speaks") {
  hall h;
  (void)h.open();
  const auto hour = h.s.settings.named_kept / 24;
  CHECK(appended_in(h.s.wait(hour - milliseconds{1'000})).empty());
  const auto out = h.s.wait(milliseconds{1'000});
  REQUIRE(appended_in(out).size() == 1);
  CHECK(std::holds_alternative<snapshot_record>(appended_in(out).front()));
}

TEST_CASE("a named room: after a move its members are waited for, however much was said") {
  hall h;
  (void)h.join(1, ada, {.next = 301, .epoch = 1, .claim = true});
  (void)h.s.answer(owner_found{owner("node-9", "i9", 1)});
  (void)h.s.answer(claim_granted{{2, 304}});
  std::vector<log_entry> log{{{1, 1}, moved_record{"node-9"}},
                             {{1, 2}, joined_record{11, "Ada"}},
                             {{1, 3}, joined_record{22, "Bob"}}};
  for (seq_number seq = 1; seq <= 300; ++seq)
    log.push_back(message(1, seq + 3, 11, seq, "word"));
  log.push_back({{2, 304}, moved_record{"node-0"}});
  auto out = h.s.store_all(h.s.answer(log_page{std::move(log), {2, 304}}));
  REQUIRE(joined_by(1, out) != nullptr);
  CHECK_FALSE(has(h.say(1, 301, "is anybody back?"), says(1, wire::delivered{0, {{11, 301}}})));
  CHECK(joined_by(2, h.join(2, bob, {.applied = {{11, 300}}, .epoch = 1})) != nullptr);
}

}  // namespace parley::room::test
