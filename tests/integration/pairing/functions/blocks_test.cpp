// Who has blocked whom: never paired again, whichever of the two asked.
#include <catch2/catch.hpp>

#include "tests/integration/pairing/functions/matchmaker_at_redis.hpp"

using namespace parley::test;
using namespace parley::test::lua;

namespace {

// "a" and "b" have been paired at 0; the answer of pairing_block for that room.
struct met : pairing_at_redis {
  met() {
    one.seek({.wishes = {{.session = "a"}, {.session = "b"}}});
    room = assignments_in(one.letters()).at("a").room;
  }
  std::string block(const std::string& session, const std::string& where) {
    return one.block(where, session);
  }
  // Both seek again, and nobody else does.
  bool do_meet_again(std::int64_t now) {
    attempt += 1;
    const auto number = std::to_string(attempt);
    one.seek({.wishes = {{.session = "a", .attempt = number}, {.session = "b", .attempt = number}},
              .now = now});
    one.seek({.now = now + patience_ms, .pools = {"en"}});
    return assignments_in(one.letters()).contains("a");
  }
  std::string room;
  int attempt = 1;
};

}  // namespace

TEST_CASE("who were paired are paired again when nobody else waits; after a block never") {
  met at;
  CHECK(at.do_meet_again(1'000));
  CHECK(at.block("b", at.room) == "blocked");
  CHECK_FALSE(at.do_meet_again(100'000));
}

TEST_CASE("a block counts whichever of the two asked, also asked twice") {
  met at;
  CHECK(at.block("a", at.room) == "blocked");
  CHECK(at.block("a", at.room) == "blocked");
  CHECK(at.block("b", at.room) == "blocked");
  CHECK_FALSE(at.do_meet_again(1'000));
}

TEST_CASE("who is blocked is paired with anybody else") {
  met at;
  (void)at.block("a", at.room);
  at.one.seek({.wishes = {{.session = "a", .attempt = "2"}, {.session = "b", .attempt = "2"}},
               .now = 1'000});
  CHECK(at.one.letters().empty());
  at.one.seek({.wishes = {{.session = "c"}}, .now = 1'001});
  CHECK(assignments_in(at.one.letters()).contains("c"));
}

TEST_CASE("only who sat in a room can block with it") {
  met at;
  CHECK(at.block("c", at.room) == "unknown");
  CHECK(at.block("a", "another room") == "unknown");
  CHECK(at.do_meet_again(1'000));
}

TEST_CASE("who has blocked a thousand others since is still kept from the first") {
  const auto forgetful = GENERATE("a", "b");
  met at;
  REQUIRE(at.block("b", at.room) == "blocked");
  strings fill{"ZADD", std::string("blocked:{pairing}:") + forgetful};
  for (int i = 0; i < 1'000; ++i) {
    fill.push_back(std::to_string(5'000'000'000'000 + i));
    fill.push_back("other-" + std::to_string(i));
  }
  at.redis.command(fill);
  at.redis.command({"ZREMRANGEBYRANK", fill[1], "0", "-1001"});
  CHECK_FALSE(at.do_meet_again(100'000));
}
