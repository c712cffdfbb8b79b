// A link is an ownership: what is unknown after it broke is found out before anything else is
// appended.
#include "tests/integration/room_log/stage.hpp"

namespace parley::test {

TEST_CASE("a lost reply means unknown; the tail is read back before anything else is appended") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 1);
  bool is_stored = false;
  SECTION("the append had reached Redis") {
    s.network.set(direction::replies, passage::lost);
    is_stored = true;
  }
  SECTION("the append had not reached Redis") {
    s.network.set(direction::requests, passage::lost);
  }
  const auto length = [&] { return s.redis.command({"XLEN", log_key}).number; };
  const auto before = length();
  s.a.send(1, 2);
  s.a.send(1, 3);
  if (is_stored) REQUIRE(s.until([&] { return length() == before + 1; }));
  // The reply is late, which breaks the link; members are told.
  REQUIRE(s.until([&] { return !s.a.of(1).storage.empty(); }));
  CHECK(s.a.of(1).stored.size() == 1);
  CHECK(s.a.of(2).entries.size() == 1);

  s.network.set(direction::replies, passage::open);
  s.network.set(direction::requests, passage::open);
  REQUIRE(s.until([&] { return s.a.of(1).stored.size() == 3; }));
  CHECK(s.a.of(1).storage == std::vector<bool>{false, true});
  CHECK(seqs_of(s.a.of(2).entries) == counted_to(3));
  CHECK(length() == before + 2);  // stored once, whatever the lost reply was
  CHECK(s.a.of(1).joins.size() == 1);
}

TEST_CASE("when Redis restarts empty, its rooms are rebuilt from memory and the talk goes on") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 5);
  s.a.call(2, wire::received{{{1, 3}}});
  s.redis.restart_empty();
  REQUIRE(s.until([&] { return s.a.of(1).storage == std::vector<bool>{false, true}; }));
  s.talk_at_a(6, 6);
  CHECK(seqs_of(s.a.of(2).entries) == counted_to(6));
  const auto log = read_whole_log(s.redis);
  CHECK(log.reader().seat(1) ==
        room::seat_log{6, 4, ""});  // 1 to 3 are delivered, 4 to 6 are there
  CHECK(log.reader().state().opened);

  // And a node that knows nothing but the log and the tokens serves the rest.
  s.take_over_at_b(12, 2, {.token = {}, .applied = {{1, 3}}, .next = 1, .epoch = 2});
  CHECK(seqs_of(s.b.of(12).entries) == std::vector<seq_number>{4, 5, 6});
}

TEST_CASE("FLUSHALL in mid-talk is noticed with the next message and costs nothing") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 5);
  s.redis.command({"FLUSHALL"});
  s.talk_at_a(6, 8);
  CHECK(seqs_of(s.a.of(2).entries) == counted_to(8));
  CHECK(read_whole_log(s.redis).reader().seat(1).stored == 8);
  CHECK(s.a.of(1).closed.empty());
}

TEST_CASE("when Redis has lost all and the owner too, the members rebuild the room") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 5);
  s.redis.command({"FLUSHALL"});
  // Member 1 has 4 and 5 in its outbox; member 2 has applied 3 and tells so.
  s.take_over_at_b(11, 1, {.token = {}, .next = 4, .epoch = 1, .opened = true});
  CHECK(s.b.of(11).joins.front().accepted == 3);
  CHECK(s.b.of(11).joins.front().epoch == 2);
  CHECK(s.b.of(11).joins.front().members.front().state == wire::presence_state::away);
  s.b.send(11, 4);
  s.b.send(11, 5);
  s.take_over_at_b(12, 2,
                   {.token = {}, .applied = {{1, 3}}, .next = 1, .epoch = 1, .opened = true});
  REQUIRE(s.until([&] { return s.b.of(12).entries.size() == 2; }));
  CHECK(seqs_of(s.b.of(12).entries) == std::vector<seq_number>{4, 5});
  // Node a still believes; its next append tells it otherwise.
  s.a.send(2, 1);
  REQUIRE(s.until([&] { return !s.a.of(2).closed.empty(); }));
  CHECK(s.a.of(1).entries.empty());
}

TEST_CASE("functions that Redis has forgotten are loaded again") {
  stage s;
  s.redis.command({"FUNCTION", "FLUSH"});
  s.open_at_a();
  s.talk_at_a(1, 1);
  s.redis.command({"FUNCTION", "FLUSH"});
  s.a.call(1, wire::leave{});
  REQUIRE(s.until([&] { return s.a.of(1).empty_results == 1; }));
}

}  // namespace parley::test
