// room.lua by itself, with times of the test's own.
#include <catch2/catch.hpp>

#include "chat-node/service/store.hpp"
#include "tests/support/redis_server.hpp"

namespace parley::test {
namespace {

const std::string log = "room:{r}";
const std::string owner = "room:{r}:owner";
constexpr const char* ttl = "60000";

struct functions {
  redis_server redis;

  functions() { redis.command({"FUNCTION", "LOAD", chat_node_service::room_library().source}); }

  // The words of the answer.
  std::vector<std::string> claim(const std::string& instance, const std::string& expected,
                                 std::uint64_t known, bool force, std::uint64_t now) const {
    return words(redis.command({"FCALL", "room_claim", "2", log, owner, "node-" + instance,
                                instance, std::to_string(known), "2000", force ? "1" : "0",
                                expected, ttl, std::to_string(now)}));
  }
  std::vector<std::string> end(const std::string& instance, std::uint64_t epoch) const {
    return words(redis.command({"FCALL", "room_end", "2", log, owner, instance,
                                std::to_string(epoch), "left", "2", "90000", "1"}));
  }
  static std::vector<std::string> words(const io::redis_reply& reply) {
    std::vector<std::string> all;
    for (const auto& each : reply.elements)
      all.push_back(each.text);
    return all;
  }
};

using answer = std::vector<std::string>;

}  // namespace

TEST_CASE("room_claim raises the epoch above the record, the log and what members know") {
  const functions f;
  CHECK(f.claim("a", "", 0, true, 1'000) == answer{"claimed", "1", "1"});
  CHECK(f.claim("a", "a", 0, true, 1'001) == answer{"claimed", "2", "2"});
  CHECK(f.claim("b", "a", 41, true, 1'002) == answer{"claimed", "42", "3"});
  f.redis.command({"XADD", log, "42-9", "k", "opened"});
  f.redis.command({"DEL", owner});
  CHECK(f.claim("c", "", 0, true, 1'003) == answer{"claimed", "43", "10"});
  f.redis.command({"DEL", log});
  CHECK(f.claim("c", "c", 0, true, 1'004) == answer{"claimed", "44", "1"});
}

TEST_CASE("room_claim counts ids that were given out, also of entries that are gone") {
  const functions f;
  f.redis.command({"XADD", log, "7-5", "k", "opened"});
  f.redis.command({"XDEL", log, "7-5"});
  CHECK(f.claim("a", "", 0, true, 1'000) == answer{"claimed", "8", "6"});
}

TEST_CASE("room_claim is for who knows the owner: else look again") {
  const functions f;
  (void)f.claim("a", "", 0, true, 1'000);
  CHECK(f.claim("b", "", 0, true, 1'001) == answer{"owned", "node-a", "a", "1"});
  CHECK(f.claim("b", "z", 0, true, 1'001) == answer{"owned", "node-a", "a", "1"});
  CHECK(f.claim("b", "a", 0, true, 1'001) == answer{"claimed", "2", "2"});
}

TEST_CASE("room_claim keeps moves apart unless it is forced") {
  const functions f;
  (void)f.claim("a", "", 0, true, 1'000);
  CHECK(f.claim("b", "a", 0, false, 2'000) == answer{"too_soon", "1000"});
  CHECK(f.claim("b", "a", 0, false, 500) == answer{"too_soon", "2000"});  // a clock that went back
  CHECK(f.claim("b", "a", 0, true, 2'000) == answer{"claimed", "2", "2"});
  CHECK(f.claim("a", "b", 0, false, 4'000) == answer{"claimed", "3", "3"});
}

TEST_CASE("after a claim Redis refuses every append of the old owner, and the keys live on") {
  const functions f;
  (void)f.claim("a", "", 0, true, 1'000);
  (void)f.claim("b", "a", 0, true, 1'001);
  const auto refused = f.redis.command({"XADD", log, "NOMKSTREAM", "1-2", "k", "opened"});
  CHECK(refused.is_error());
  CHECK(f.redis.command({"XADD", log, "NOMKSTREAM", "2-3", "k", "opened"}).is_string());
  CHECK(f.redis.command({"PTTL", log}).number > 0);
  CHECK(f.redis.command({"PTTL", owner}).number > 0);
}

TEST_CASE("room_end deletes the log and leaves a tombstone that nobody claims") {
  const functions f;
  (void)f.claim("a", "", 0, true, 1'000);
  CHECK(f.end("b", 1) == answer{"not_owner", "node-a", "a", "1"});
  CHECK(f.end("a", 9) == answer{"not_owner", "node-a", "a", "1"});
  CHECK(f.end("a", 1) == answer{"ended", "left", "2"});
  CHECK(f.end("a", 1) == answer{"ended", "left", "2"});  // once more, after a lost reply
  CHECK(f.redis.command({"EXISTS", log}) == io::redis_reply::integer(0));
  CHECK(f.claim("b", "a", 50, true, 9'000) == answer{"ended", "left", "2"});
  CHECK(f.redis.command({"PTTL", owner}).number > 60'000);
}

TEST_CASE("a file is kept once it is whole, counted once, and goes with the room") {
  const functions f;
  const std::string files = "room:{r}:files", upload = "room:{r}:upload:u",
                    file = "room:{r}:file:i";
  const auto keep = [&](const std::string& size, const std::string& most) {
    return functions::words(f.redis.command({"FCALL", "file_keep", "4", files, owner, upload, file,
                                             "i", size, "image/png", most, ttl}));
  };
  const auto find = [&] {
    return functions::words(f.redis.command({"FCALL", "file_find", "3", files, owner, file, "i"}));
  };
  const auto begin = [&] {
    return functions::words(f.redis.command({"FCALL", "file_begin", "1", owner}));
  };
  CHECK(begin() == answer{"go"});
  CHECK(find() == answer{"none"});
  f.redis.command({"APPEND", upload, "12345"});
  CHECK(keep("6", "9000") == answer{"lost"});
  f.redis.command({"APPEND", upload, "12345"});
  CHECK(keep("5", "4095") == answer{"full"});
  f.redis.command({"APPEND", upload, "12345"});
  CHECK(keep("5", "4096") == answer{"kept"});
  CHECK(find() == answer{"found", "image/png", "5"});
  CHECK(f.redis.command({"PTTL", file}).number > 0);
  f.redis.command({"APPEND", upload, "12345"});
  CHECK(keep("5", "4096") == answer{"again"});
  CHECK(f.redis.command({"EXISTS", upload}) == io::redis_reply::integer(0));

  // Lost by itself, and brought again: it was counted already.
  f.redis.command({"DEL", file});
  CHECK(find() == answer{"none"});
  f.redis.command({"APPEND", upload, "12345"});
  CHECK(keep("5", "4096") == answer{"kept"});
  CHECK(f.redis.command({"HGET", files, "bytes"}).text == "4096");

  f.redis.command({"PEXPIRE", file, "1000"});
  f.redis.command({"FCALL", "file_touch", "1", files, ttl});
  CHECK(f.redis.command({"PTTL", file}).number > 1'000);

  f.redis.command({"APPEND", upload, "12345"});
  CHECK(f.end("a", 1) == answer{"ended", "left", "2"});
  CHECK(f.redis.command({"EXISTS", files, file}) == io::redis_reply::integer(0));
  CHECK(keep("5", "4096") == answer{"ended", "left", "2"});
  CHECK(begin() == answer{"ended", "left", "2"});
  CHECK(find() == answer{"ended", "left", "2"});
  CHECK(f.redis.command({"EXISTS", upload}) == io::redis_reply::integer(0));
}

TEST_CASE("room_end buries also a room whose record Redis has lost") {
  const functions f;
  CHECK(f.end("a", 3) == answer{"ended", "left", "2"});
  CHECK(f.claim("a", "", 3, true, 1'000) == answer{"ended", "left", "2"});
}

}  // namespace parley::test
