// A Redis Cluster has a link for each master: losing one concerns the rooms in its slots, and no
// others.
#include <algorithm>
#include <utility>

#include "core/link/slots.hpp"
#include "tests/unit/room/story.hpp"

namespace parley::room::test {

using wire::close_code;
using wire::error_code;

namespace {

const std::string other_room = "r2";

link::slot_set slots_of(const std::string& room) {
  link::slot_set set;
  set.add(link::slot_of_tag(room));
  return set;
}

// Two rooms under talk, r1 on connections 1 and 2, r2 on 3 and 4, in two slots.
struct two_rooms : story {
  explicit two_rooms(node_settings given = make_settings()) : story(std::move(given)) {
    REQUIRE(link::slot_of_tag(room_name) != link::slot_of_tag(other_room));
    open_room();
    (void)join(3, 1, {.token = token(1, other_room)});
    (void)answer(owner_found{}, other_room);
    (void)answer(claim_granted{{1, 1}}, other_room);
    store_other(answer(log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}}, other_room));
    store_other(join(4, 2, {.token = token(2, other_room)}));
  }

  void store_other(actions last) {
    for (;;) {
      const auto asked = std::ranges::find_if(
          last, [](const action& each) { return std::holds_alternative<store_command>(each); });
      if (asked == last.end()) return;
      last = answer_to(std::get<store_command>(*asked).request, stored_reply(), other_room);
    }
  }
};

}  // namespace

TEST_CASE("a lost link is told to the rooms in its slots; the others talk on") {
  two_rooms s;
  CHECK(s.on(link_lost{slots_of(room_name), false}) ==
        actions{says(1, wire::storage{false}), says(2, wire::storage{false})});
  CHECK(s.call(1, 9, wire::send{1, "text", "waits"}).empty());
  const auto appended = question(s.call(3, 9, wire::send{1, "text", "goes on"}));
  CHECK(appended.room == other_room);
  CHECK_FALSE(essence(s.answer_to(appended.request, stored_reply(), other_room)).empty());

  const auto verify = question(s.on(link_ready{slots_of(room_name)}));
  CHECK(verify.room == room_name);
  CHECK(std::holds_alternative<verify_log>(verify.what));
}

TEST_CASE("a link that comes is not the one that a room waits for") {
  two_rooms s;
  (void)s.on(link_lost{});
  CHECK(question(s.on(link_ready{slots_of(other_room)})).room == other_room);
  CHECK(s.on(link_ready{slots_of(other_room)}).empty());
  CHECK(question(s.on(link_ready{slots_of(room_name)})).room == room_name);
}

TEST_CASE("a slot that moves while its rooms are being verified is verified again") {
  two_rooms s;
  (void)s.on(link_lost{slots_of(room_name), false});
  const auto first = question(s.on(link_ready{slots_of(room_name)}));
  CHECK(s.answer_to(first.request, store_lost{}).empty());
  (void)s.on(link_lost{slots_of(room_name), false});
  const auto again = question(s.on(link_ready{slots_of(room_name)}));
  CHECK(std::holds_alternative<verify_log>(again.what));
  CHECK(again.request != first.request);
}

TEST_CASE("rooms that wait for their turn to be verified do not wait for a link that is gone") {
  auto settings = make_settings();
  settings.verifications = 1;
  two_rooms s(settings);
  (void)s.on(link_lost{});
  const auto first = question(s.on(link_ready{}));
  CHECK(first.room == room_name);
  const auto next = question(s.on(link_lost{slots_of(room_name), false}));
  CHECK(next.room == other_room);
  CHECK(std::holds_alternative<verify_log>(next.what));
}

TEST_CASE("who joins a room that cannot be reached is told so; another room takes its joins") {
  two_rooms s;
  (void)s.on(link_lost{slots_of("r3"), false});
  CHECK(essence(s.join(9, 1, {.token = s.token(1, "r3")})) ==
        actions{refuses(9, 1, {.code = error_code::storage_unavailable, .retry_ms = 1'000}),
                closes(9, close_code::storage_unavailable)});
  CHECK(std::holds_alternative<read_owner>(
      question(s.join(10, 1, {.token = s.token(1, "r4")})).what));
  CHECK(s.node.linked().count() == link::slot_count - 1);
}

TEST_CASE("only the link to the registry says that nobody is known to live") {
  two_rooms s;
  (void)s.on(nodes_listed{{{"node-1", "i1", 0, 10, false}}});
  (void)s.on(link_lost{slots_of(room_name), false});
  (void)s.on(drain_asked{});
  CHECK_FALSE(essence(s.wait(s.settings.drain.deadline / 2)).empty());  // r2 has somewhere to go
}

}  // namespace parley::room::test
