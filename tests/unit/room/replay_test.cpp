// What is kept in memory, and how it is sent in pages.
#include "chat-node/room/replay.hpp"

#include <catch2/catch.hpp>

#include "chat-node/room/message_memory.hpp"

namespace parley::room {
namespace {

message_ptr said(std::uint64_t n, seat_number seat, seq_number seq, std::size_t bytes = 1) {
  return std::make_shared<const stored_message>(
      stored_message{{1, n}, seat, seq, "text", std::string(bytes, 'x'), 0});
}

std::vector<std::uint64_t> places(const std::vector<message_ptr>& messages) {
  std::vector<std::uint64_t> found;
  for (const auto& each : messages)
    found.push_back(each->id.n);
  return found;
}

}  // namespace

TEST_CASE("memory keeps a message until it is applied, and finds it by seat and seq") {
  message_memory memory;
  memory.keep(said(5, 1, 7));
  memory.keep(said(6, 2, 1));
  memory.keep(said(7, 1, 8));
  CHECK(memory.find(1, 8)->id == entry_id{1, 7});
  CHECK_FALSE(memory.find(1, 6));
  CHECK_FALSE(memory.find(3, 1));
  CHECK(memory.first(1, 8) == 7);
  CHECK(memory.first(3, 4) == 5);
  memory.forget(1, 7);
  CHECK_FALSE(memory.find(1, 7));
  CHECK(memory.first(1, 8) == 8);
  memory.forget(1, 100);
  CHECK(memory.first(1, 8) == 9);
}

TEST_CASE("memory gives what somebody lacks, in log order") {
  message_memory memory;
  memory.keep(said(3, 1, 1));
  memory.keep(said(4, 2, 1));
  memory.keep(said(5, 2, 2));
  memory.keep(said(6, 1, 2));
  CHECK(places(memory.above({})) == std::vector<std::uint64_t>{3, 4, 5, 6});
  CHECK(places(memory.above({{2, 1}}, 1)) == std::vector<std::uint64_t>{5});
}

TEST_CASE("a message that is written again takes its new place") {
  message_memory memory;
  memory.keep(said(3, 1, 1));
  memory.keep(said(4, 1, 2));
  memory.keep(said(9, 1, 1));
  CHECK(memory.find(1, 1)->id.n == 9);
  CHECK(memory.size(1) == 2);
}

TEST_CASE("after a hole only what follows it can be served") {
  message_memory memory;
  memory.keep(said(3, 1, 1));
  memory.keep(said(9, 1, 5));
  CHECK(memory.first(1, 5) == 5);
}

TEST_CASE("an empty backlog is caught up with the first page") {
  replay owed(std::vector<message_ptr>{});
  CHECK_FALSE(owed.is_finished());
  const auto page = owed.next(1'000);
  CHECK(page.messages.empty());
  CHECK(page.caught_up);
  CHECK(owed.is_finished());
}

TEST_CASE("a backlog goes out in pages of a bounded size, live messages behind it") {
  replay owed({said(1, 1, 1, 400), said(2, 1, 2, 400), said(3, 1, 3, 400)});
  auto page = owed.next(1'100);
  CHECK(places(page.messages) == std::vector<std::uint64_t>{1, 2});
  CHECK_FALSE(page.caught_up);

  owed.add(said(4, 1, 4, 400));
  CHECK(owed.live_bytes() >= 400);
  page = owed.next(1'100);
  CHECK(places(page.messages) == std::vector<std::uint64_t>{3});
  CHECK(page.caught_up);
  CHECK_FALSE(owed.is_finished());

  page = owed.next(1'100);
  CHECK(places(page.messages) == std::vector<std::uint64_t>{4});
  CHECK_FALSE(page.caught_up);
  CHECK(owed.is_finished());
  CHECK(owed.live_bytes() == 0);
}

TEST_CASE("a message larger than a page is sent by itself") {
  replay owed({said(1, 1, 1, 5'000), said(2, 1, 2, 5'000)});
  CHECK(places(owed.next(1'000).messages) == std::vector<std::uint64_t>{1});
  CHECK(places(owed.next(1'000).messages) == std::vector<std::uint64_t>{2});
  CHECK(owed.is_finished());
}

}  // namespace parley::room
