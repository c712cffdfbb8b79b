// A room in which nobody says anything: are you still there?
#include "tests/unit/room/story.hpp"

namespace parley::room::test {
namespace {

const wire::idle asked{60'000};
const wire::idle settled{0};

// Both members are present; nobody has said anything for as long as a room may be silent.
struct silent : story {
  silent() {
    open_room();
    pass(settings.idle_ask - milliseconds{1});
  }

  // Both show with their heartbeats that they are connected; a look at the owner finds nothing new.
  actions pass(milliseconds duration) {
    actions all;
    for (; duration > milliseconds{0}; duration -= step(duration)) {
      for (const connection_id id : {1U, 2U, 3U})
        (void)call(id, 90, wire::sync{1});
      append(all, essence(wait(step(duration))));
    }
    return all;
  }

 private:
  static milliseconds step(milliseconds left) { return std::min(left, milliseconds{5'000}); }

  void append(actions& all, const actions& some) {
    for (const auto& each : some) {
      const auto* command = std::get_if<store_command>(&each);
      if (command != nullptr && std::holds_alternative<read_owner>(command->what))
        (void)answer_to(command->request, owner_found{owner("node-0", "i0", 1)});
      else
        all.push_back(each);
    }
  }
};

}  // namespace

TEST_CASE("after a long silence all are asked whether they are still there") {
  silent s;
  CHECK(s.pass(milliseconds{1}) == actions{says(1, asked), says(2, asked)});
}

TEST_CASE("a message of anybody answers for all, and the clock begins anew") {
  silent s;
  (void)s.pass(milliseconds{1});
  const auto out = s.call(1, 2, wire::send{1, "text", "still here"});
  CHECK(out[0] == says(1, settled));
  CHECK(out[1] == says(2, settled));
  (void)s.store_all(out);
  CHECK(s.pass(s.settings.idle_ask - milliseconds{1}) == actions{});
  CHECK(s.pass(milliseconds{1}) == actions{says(1, asked), says(2, asked)});
}

TEST_CASE("who stays answers for itself; when all have, the question is gone") {
  silent s;
  (void)s.pass(milliseconds{1});
  CHECK(s.call(1, 2, wire::stay{}) == actions{answers(1, 2, wire::empty_result{})});
  CHECK(s.call(2, 2, wire::stay{}) ==
        actions{answers(2, 2, wire::empty_result{}), says(1, settled), says(2, settled)});
  CHECK(s.pass(s.settings.idle_ask - milliseconds{1}) == actions{});
  CHECK(s.pass(milliseconds{1}) == actions{says(1, asked), says(2, asked)});
}

TEST_CASE("who does not answer ends the room") {
  silent s;
  (void)s.pass(milliseconds{1});
  SECTION("by name, when it is one") {
    (void)s.call(1, 2, wire::stay{});
    CHECK(s.pass(s.settings.idle_answer - milliseconds{1}) == actions{});
    const auto out = s.pass(milliseconds{1});
    CHECK(question(out).what == store_request{end_room{1, "idle", 2}});
    const wire::ended told{wire::room_end::idle, 2};
    CHECK(essence(s.answer_to(question(out).request, room_over{"idle", 2})) ==
          actions{says(1, told), closes(1, wire::close_code::room_ended), says(2, told),
                  closes(2, wire::close_code::room_ended)});
  }
  SECTION("by nobody's name, when it is both") {
    const auto out = s.pass(s.settings.idle_answer);
    CHECK(question(out).what == store_request{end_room{1, "idle"}});
  }
}

TEST_CASE("who comes back while the question is open gets it after it has caught up") {
  silent s;
  (void)s.pass(milliseconds{1});
  (void)s.on(connection_closed{2});
  (void)s.pass(milliseconds{20'000});
  const auto out = essence(s.join(3, 2, {.epoch = 1}));
  CHECK(out[1] == says(3, wire::caught_up{}));
  CHECK(out[2] == says(3, wire::idle{40'000}));
  SECTION("unless it has answered") {
    (void)s.call(3, 2, wire::stay{});
    (void)s.on(connection_closed{3});
    const auto again = essence(s.join(4, 2, {.epoch = 1}));
    CHECK(again[1] == says(4, wire::caught_up{}));
    CHECK(again[2] == says(1, wire::presence{2, wire::presence_state::present, 0}));
  }
}

TEST_CASE("who is away is not asked: its grace judges it") {
  silent s;
  (void)s.pass(milliseconds{1});
  (void)s.call(1, 2, wire::stay{});
  (void)s.on(connection_closed{2});
  CHECK(s.pass(milliseconds{100}) == actions{says(1, settled)});
}

TEST_CASE("a question that nobody is left to answer is taken back") {
  silent s;
  (void)s.pass(milliseconds{1});
  (void)s.on(connection_closed{1});
  (void)s.on(connection_closed{2});
  CHECK(s.pass(s.settings.idle_answer) == actions{});
}

TEST_CASE("time without Redis is no silence") {
  silent s;
  (void)s.pass(milliseconds{1});
  (void)s.on(link_lost{});
  s.now.steady = s.now.steady + milliseconds{3'600'000} / 2;
  const auto found_out = s.on(link_ready{});
  const auto out = essence(
      s.answer_to(question(found_out).request, verified{owner("node-0", "i0", 1), entry_id{1, 3}}));
  CHECK(std::ranges::find(out, says(1, settled)) != out.end());
  CHECK(s.pass(s.settings.idle_ask - milliseconds{1}) == actions{});
}

TEST_CASE("with idle_ask 0 nobody is ever asked; and to stay without a question changes nothing") {
  auto settings = make_settings();
  settings.idle_ask = milliseconds{0};
  story s(settings);
  s.open_room();
  CHECK(s.call(1, 2, wire::stay{}) == actions{answers(1, 2, wire::empty_result{})});
  const auto out = essence(s.wait(milliseconds{600'000}));
  CHECK(std::ranges::none_of(
      out, [](const action& each) { return std::holds_alternative<send_notification>(each); }));
}

}  // namespace parley::room::test
