// The writing end of a log: ids, order, one append in flight, and what a lost reply may mean.
#include "chat-node/room/room_log.hpp"

#include <catch2/catch.hpp>

namespace parley::room {
namespace {

record said(seq_number seq) {
  return message_record{1, seq, "text", "x", 0};
}

waiter asks(std::uint64_t id) {
  return {7, wire::request_id{id}};
}

room_log begun() {
  room_log log;
  log.begin({3, 10});
  return log;
}

}  // namespace

TEST_CASE("ids follow the claim and do not restart with the epoch") {
  auto log = begun();
  log.push({said(1)});
  log.push({said(2)});
  CHECK(log.next_batch(64) == std::vector<log_entry>{{{3, 11}, said(1)}, {{3, 12}, said(2)}});
  CHECK(log.take_stored().size() == 2);
  CHECK(log.top() == entry_id{3, 12});
  CHECK(log.is_idle());
}

TEST_CASE("one append is in flight; what comes meanwhile goes together in the next") {
  auto log = begun();
  log.push({said(1)});
  CHECK(log.next_batch(64).size() == 1);
  log.push({said(2)});
  log.push({said(3)});
  log.push({said(4)});
  CHECK(log.next_batch(64).empty());
  CHECK(log.take_stored().size() == 1);
  CHECK(log.next_batch(2) == std::vector<log_entry>{{{3, 12}, said(2)}, {{3, 13}, said(3)}});
  CHECK(log.size() == 3);
}

TEST_CASE("what was refused for certain goes again first, under the same ids") {
  auto log = begun();
  log.push({said(1), {asks(1)}});
  log.push({said(2), {asks(2)}});
  const auto batch = log.next_batch(1);
  log.put_back();
  CHECK(log.next_batch(1) == batch);
  CHECK(log.take_stored() == std::vector<stored_record>{{{{3, 11}, said(1)}, {asks(1)}}});
}

TEST_CASE("a message that is on its way is recognized, and its answer goes to each who asks") {
  auto log = begun();
  log.push({said(1), {asks(1)}});
  (void)log.next_batch(64);
  log.push({said(2), {asks(2)}});
  log.waiters_of(1, 1)->push_back(asks(3));
  log.waiters_of(1, 2)->push_back(asks(4));
  CHECK(log.waiters_of(1, 3) == nullptr);
  CHECK(log.waiters_of(2, 1) == nullptr);
  CHECK(log.highest_waiting(1) == 2);
  CHECK(log.highest_waiting(2) == 0);
  CHECK(log.take_stored().front().waiters == std::vector<waiter>{asks(1), asks(3)});
}

TEST_CASE("a lost reply means unknown: the log's tail tells") {
  auto log = begun();
  log.push({said(1)});
  log.push({said(2)});
  const auto batch = log.next_batch(64);

  SECTION(
      "nothing was stored: all goes again under the same ids, so that a late command does no "
      "harm") {
    CHECK(log.settle(entry_id{3, 10}, {}) == std::vector<stored_record>{});
    CHECK(log.next_batch(64) == batch);
  }
  SECTION("all was stored") {
    const auto stored = log.settle(entry_id{3, 12}, batch);
    REQUIRE(stored);
    CHECK(stored->size() == 2);
    CHECK(log.is_idle());
    CHECK(log.top() == entry_id{3, 12});
  }
  SECTION("some of it was stored: the rest goes again") {
    const auto stored = log.settle(entry_id{3, 11}, {batch.front()});
    REQUIRE(stored);
    CHECK(stored->size() == 1);
    CHECK(log.next_batch(64) == std::vector<log_entry>{batch.back()});
  }
}

TEST_CASE("a log that is not as we left it has to be claimed again") {
  auto log = begun();
  log.push({said(1)});
  (void)log.next_batch(64);
  CHECK_FALSE(log.settle(std::nullopt, {}));                       // it is gone
  CHECK_FALSE(log.settle(entry_id{3, 9}, {}));                     // its tail is lost
  CHECK_FALSE(log.settle(entry_id{4, 11}, {{{4, 11}, said(1)}}));  // somebody has claimed
  CHECK_FALSE(log.settle(entry_id{3, 11}, {{{3, 11}, said(9)}}));  // that is not ours
  CHECK_FALSE(
      log.settle(entry_id{3, 12}, {{{3, 11}, said(1)}}));  // there is more than was understood
  CHECK(log.take_all() == std::vector<waiting_record>{{said(1)}});
  CHECK(log.is_idle());
}

}  // namespace parley::room
