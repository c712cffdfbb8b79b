// Redis can go back in time (a failover to a lagging replica): what it has lost is written again,
// what is doubled counts once, and what has ended stays ended.
#include "tests/integration/room_log/stage.hpp"

namespace parley::test {
namespace {

// The room as Redis has it now, to be put back later: the log and the owner record alike.
class replica {
 public:
  explicit replica(const redis_server& redis) : redis_(redis) {
    for (const auto& key : {log_key, owner_key})
      dumps_.push_back(redis.command({"DUMP", key}).text);
  }
  void promote() const {
    redis_.command({"RESTORE", log_key, "0", dumps_[0], "REPLACE"});
    redis_.command({"RESTORE", owner_key, "0", dumps_[1], "REPLACE"});
  }

 private:
  const redis_server& redis_;
  std::vector<std::string> dumps_;
};

}  // namespace

TEST_CASE("a lost tail is written again from memory, under a new epoch") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 4);
  const replica lagging(s.redis);
  s.talk_at_a(5, 9);
  s.a.call(2, wire::received{{{1, 7}}});
  lagging.promote();
  CHECK(read_whole_log(s.redis).reader().seat(1).stored == 4);
  s.network.cut();  // the old master is gone
  REQUIRE(s.until([&] { return s.a.of(1).storage == std::vector<bool>{false, true}; }));
  s.talk_at_a(10, 12);

  CHECK(seqs_of(s.a.of(2).entries) == counted_to(12));  // nothing twice
  const auto log = read_whole_log(s.redis);
  CHECK(log.reader().seat(1) == room::seat_log{12, 8, ""});  // up to 7 is delivered
  CHECK(s.a.counted(room::metric::rewritten) == 2);          // 8 and 9
  s.take_over_at_b(12, 2, {.token = {}, .applied = {{1, 7}}, .next = 1, .epoch = 2});
  CHECK(seqs_of(s.b.of(12).entries) == std::vector<seq_number>{8, 9, 10, 11, 12});
}

TEST_CASE("entries taken off the top are noticed, also if Redis would refuse their ids") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 4);
  const auto top = s.redis.command({"XREVRANGE", log_key, "+", "-", "COUNT", "2"});
  for (const auto& entry : top.elements)
    s.redis.command({"XDEL", log_key, entry.elements.front().text});
  s.network.cut();
  REQUIRE(s.until([&] { return s.a.of(1).storage == std::vector<bool>{false, true}; }));
  s.talk_at_a(5, 5);
  CHECK(read_whole_log(s.redis).reader().seat(1) == room::seat_log{5, 1, ""});
}

TEST_CASE(
    "an owner record from before a claim: the node that it names is another, so the room is let "
    "go") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 2);
  const replica lagging(s.redis);
  s.take_over_at_b(11, 1, {.token = {}, .epoch = 1});
  s.take_over_at_b(12, 2, {.token = {}, .applied = {{1, 2}}, .epoch = 1});
  s.b.call(11, wire::send{3, "text", "lost by the failover"});
  REQUIRE(s.until([&] { return s.b.of(12).entries.size() == 1; }));
  lagging.promote();
  // Member 1 comes to node a, which is the owner again, and knows a higher epoch and what it has in
  // its outbox.
  s.a.join(31, 1, {.token = {}, .next = 3, .epoch = 2});
  REQUIRE(s.until([&] { return s.a.of(31).caught_up == 1; }));
  CHECK(s.a.of(31).joins.front().epoch == 3);
  CHECK(s.a.of(31).joins.front().accepted == 2);
  s.a.call(31, wire::send{3, "text", "again"});
  REQUIRE(s.until([&] { return s.a.of(31).stored.size() == 1; }));
  // Node b lets go with its next append.
  s.b.send(12, 1);
  REQUIRE(s.until([&] { return !s.b.of(12).closed.empty(); }));
  CHECK(s.b.of(12).closed.front() == wire::close_code::not_owner);
}

TEST_CASE("an ended room is not brought back by a token, an append or a look") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 2);
  s.a.call(1, wire::leave{});
  REQUIRE(s.until([&] { return s.a.of(1).empty_results == 1; }));
  CHECK(s.a.of(2).ends == std::vector<wire::ended>{{wire::room_end::left, 1, ""}});
  CHECK(s.redis.command({"EXISTS", log_key}) == io::redis_reply::integer(0));
  CHECK(s.redis.command({"PTTL", owner_key}).number > 86'000'000);

  s.b.join(12, 2, {.token = {}, .epoch = 1, .claim = true});
  REQUIRE(s.until([&] { return !s.b.of(12).errors.empty(); }));
  const auto& why = s.b.of(12).errors.front();
  CHECK(why.code == wire::error_code::room_ended);
  CHECK(why.reason == "left");
  CHECK(why.by == 1);
  CHECK(s.redis.command({"EXISTS", log_key}) == io::redis_reply::integer(0));
}

TEST_CASE("an owner that slept through the end of its room is told by the tombstone") {
  stage s;
  s.open_at_a();
  s.take_over_at_b(11, 1, {.token = {}, .epoch = 1});
  s.b.call(11, wire::leave{});
  REQUIRE(s.until([&] { return s.b.of(11).empty_results == 1; }));
  s.a.send(2, 1);
  REQUIRE(s.until([&] { return !s.a.of(2).ends.empty(); }));
  CHECK(s.a.of(2).ends.front().reason == wire::room_end::left);
  CHECK(s.a.of(2).stored.empty());
  CHECK(s.redis.command({"EXISTS", log_key}) == io::redis_reply::integer(0));
}

TEST_CASE("a stale owner's append does not shorten the life of a tombstone") {
  stage s;
  s.open_at_a();
  s.take_over_at_b(11, 1, {.token = {}, .epoch = 1});
  s.b.call(11, wire::leave{});
  REQUIRE(s.until([&] { return s.b.of(11).empty_results == 1; }));
  // Node a has slept for so long that its next append renews the room's life.
  s.a.sleep(milliseconds{1'000'000});
  s.a.send(2, 1);
  REQUIRE(s.until([&] { return !s.a.of(2).ends.empty(); }));
  CHECK(s.redis.command({"PTTL", owner_key}).number > 86'000'000);
}

}  // namespace parley::test
