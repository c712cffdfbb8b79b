// The fence: Redis itself refuses an owner that has been replaced (DESIGN section 5).
#include "tests/integration/room_log/stage.hpp"

namespace parley::test {

using wire::close_code;

TEST_CASE("a stale owner is refused and lets go; nothing that is not stored is relayed") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 3);
  s.redis.command({"DEL", "node:{node-a}:mail"});
  s.take_over_at_b(11, 1, {.token = {}, .next = 1, .epoch = 1});
  CHECK(s.b.of(11).joins.front().epoch == 2);
  CHECK(s.b.of(11).joins.front().accepted == 3);

  // Node a does not know yet. Member 2 still talks there.
  s.a.send(2, 1);
  REQUIRE(s.until([&] { return !s.a.of(2).closed.empty(); }));
  CHECK(s.a.counted(room::metric::fenced) == 1);
  CHECK(s.a.of(2).closed.front() == close_code::not_owner);
  CHECK(s.a.of(2).stored.empty());
  CHECK(s.a.of(1).entries.empty());
  CHECK(s.a.rooms() == 0);

  // It finds the true owner, and its message is stored there, once.
  s.take_over_at_b(12, 2, {.token = {}, .applied = {{1, 3}}, .next = 1, .epoch = 1});
  s.b.send(12, 1);
  REQUIRE(s.until([&] { return s.b.of(11).entries.size() == 1; }));
  CHECK(s.b.of(11).entries.front().body == body_of(2, 1));
  CHECK(s.b.of(12).entries.empty());
}

TEST_CASE("the old owner finds a word in its mailbox") {
  stage s;
  s.open_at_a();
  s.take_over_at_b(11, 1, {.token = {}, .epoch = 1});
  REQUIRE(s.until([&] {
    return s.redis.command({"LLEN", "node:{node-a}:mail"}) == io::redis_reply::integer(1);
  }));
  const auto mail = s.redis.command({"LPOP", "node:{node-a}:mail"}).text;
  const auto claimed = chat_node_service::parse_mail(mail, "instance-of-node-a");
  REQUIRE(claimed);
  CHECK(claimed->room == room_name);
  CHECK(claimed->epoch == 2);
  s.a.take(*claimed);
  REQUIRE(s.until([&] { return s.a.rooms() == 0; }));
  CHECK(s.a.of(2).closed.front() == close_code::not_owner);
}

TEST_CASE(
    "of two nodes that claim at once, one owns the room and the other sends its member there") {
  stage s;
  s.a.join(1, 1);
  s.b.join(12, 2);
  REQUIRE(s.until([&] {
    return s.a.of(1).caught_up + s.a.of(1).closed.size() == 1 &&
           s.b.of(12).caught_up + s.b.of(12).closed.size() == 1;
  }));
  CHECK(s.a.of(1).caught_up + s.b.of(12).caught_up == 1);
  auto& other = s.a.of(1).caught_up == 1 ? s.b.of(12) : s.a.of(1);
  REQUIRE(other.errors.size() == 1);
  CHECK(other.errors.front().code == wire::error_code::wrong_node);
  CHECK(other.errors.front().node == (s.a.of(1).caught_up == 1 ? "node-a" : "node-b"));
}

TEST_CASE("a room does not wander: claims by the members' word alone are kept apart") {
  stage s;
  s.open_at_a();
  s.take_over_at_b(11, 1, {.token = {}, .epoch = 1});
  s.a.take(room::claimed_elsewhere{room_name, 2});
  REQUIRE(s.until([&] { return s.a.rooms() == 0; }));
  s.a.join(21, 1, {.token = {}, .epoch = 2, .claim = true});
  REQUIRE(s.until([&] { return !s.a.of(21).errors.empty(); }));
  CHECK(s.a.of(21).errors.front().code == wire::error_code::move_refused);
  CHECK(s.a.of(21).errors.front().retry_ms > 0);
}

}  // namespace parley::test
