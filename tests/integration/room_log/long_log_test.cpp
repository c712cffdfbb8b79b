// Logs longer than what Redis keeps, and a Redis that is full.
#include "tests/integration/room_log/stage.hpp"

namespace parley::test {

TEST_CASE("trimming never breaks the reading rule, nor takes what is undelivered") {
  stage s;
  s.open_at_a();
  // 2,300 messages; member 2 is never more than 400 behind.
  for (seq_number seq = 1; seq <= 2'300; ++seq) {
    s.a.send(1, seq);
    if (seq % 100 == 0) {
      REQUIRE(s.until([&] { return s.a.of(1).stored.size() == seq; }));
      if (seq > 400) s.a.call(2, wire::received{{{1, seq - 400}}});
    }
  }
  CHECK(seqs_of(s.a.of(2).entries) == counted_to(2'300));
  CHECK(s.redis.command({"XLEN", log_key}).number < 1'200);
  const auto log = read_whole_log(s.redis).reader().seat(1);
  CHECK(log.stored == 2'300);
  CHECK(log.base > 1'000);
  CHECK(log.base <= 1'901);  // what is undelivered is there

  // A fresh owner knows what was stored, and answers a message from far back instead of storing it
  // again.
  s.take_over_at_b(11, 1, {.token = {}, .next = 1'901, .epoch = 1});
  CHECK(s.b.of(11).joins.front().accepted == 2'300);
  s.b.send(11, 1'950);
  REQUIRE(s.until([&] { return s.b.of(11).stored.size() == 1; }));
  CHECK(s.b.of(11).stored.front().again);

  SECTION("the other gets what it lacks, without a hole") {
    s.take_over_at_b(12, 2, {.token = {}, .applied = {{1, 1'900}}, .epoch = 1});
    REQUIRE(s.until([&] { return s.b.of(12).entries.size() == 400; }));
    CHECK(s.b.of(12).entries.front().seq == 1'901);
    CHECK(s.b.of(12).entries.back().seq == 2'300);
  }
  SECTION("one who has nothing gets all that is left, and is told where that begins") {
    s.take_over_at_b(12, 2, {.token = {}, .epoch = 1});
    const auto base = s.b.of(12).joins.front().members.front().base;
    CHECK(base == log.base);
    CHECK(s.b.of(12).entries.front().seq == base);
    CHECK(s.b.of(12).entries.size() == 2'300 - base + 1);
  }
}

TEST_CASE("a Redis without memory is back-pressure, not loss; and rooms can still end") {
  stage s;
  s.open_at_a();
  s.talk_at_a(1, 1);
  s.redis.command({"CONFIG", "SET", "maxmemory", "1"});
  s.a.send(1, 2);
  s.a.send(1, 3);
  REQUIRE(s.until([&] { return s.a.of(1).errors.size() == 2; }));
  CHECK(s.a.of(1).errors.front().code == wire::error_code::log_full);
  CHECK(s.a.of(1).closed.empty());

  SECTION("it goes on when there is memory again") {
    s.redis.command({"CONFIG", "SET", "maxmemory", "0"});
    REQUIRE(s.until([&] {
      s.a.of(1).errors.clear();
      s.a.send(1, 2);
      return s.a.of(1).errors.empty();
    }));
    REQUIRE(
        s.until([&] { return !s.a.of(2).entries.empty() && s.a.of(2).entries.back().seq == 2; }));
  }
  SECTION("leaving frees memory, so it works") {
    s.a.call(1, wire::leave{});
    REQUIRE(s.until([&] { return s.a.of(1).empty_results == 1; }));
    CHECK(s.redis.command({"EXISTS", log_key}) == io::redis_reply::integer(0));
  }
}

}  // namespace parley::test
