// The reference of the node's clock: told with `sync`, and kept with each message.
#include "tests/unit/room/story.hpp"

namespace parley::room::test {

namespace {

using std::chrono::microseconds;

clocks_compared compared(story& s, microseconds offset, microseconds error) {
  return {clocks::reading{offset, error, s.now}};
}

}  // namespace

TEST_CASE("sync tells the reference while there is one, with an error that grows") {
  story s;
  (void)s.on(connection_opened{1});
  const auto now = begin_of_time;
  CHECK(s.call(1, 1, wire::sync{5}) == actions{answers(1, 1, wire::sync_result{5, now, now})});
  (void)s.on(compared(s, microseconds{-12'340}, microseconds{1'000}));
  CHECK(s.call(1, 2, wire::sync{5}) ==
        actions{answers(1, 2, wire::sync_result{5, now, now, wire::clock_reference{-12.3, 1.0}})});
  (void)s.on(compared(s, microseconds{0}, microseconds{1'000}));
  s.now.steady = s.now.steady + milliseconds{100'000};
  s.now.wall += 100'000;
  const auto later = s.now.wall;
  CHECK(s.call(1, 3, wire::sync{5}) ==
        actions{answers(1, 3, wire::sync_result{5, later, later, wire::clock_reference{0, 2.5}})});
  (void)s.on(clocks_compared{});
  CHECK(s.call(1, 4, wire::sync{5}) == actions{answers(1, 4, wire::sync_result{5, later, later})});
}

TEST_CASE("a message carries the reference of when it came, and its sender's clock") {
  story s;
  s.open_room();
  (void)s.on(compared(s, microseconds{250'000}, microseconds{8'000}));
  wire::send said{1, "text", "hello"};
  said.clock = wire::sender_clock{begin_of_time - 240'000, 239'990.5, 15};
  auto one = message(1, 4, 1, 1, "hello");
  auto& record = std::get<message_record>(one.what);
  record.ref = 250.0;
  record.clock = said.clock;
  const auto asked = essence(s.call(1, 9, said));
  CHECK(asked == actions{asks(6, append_entries{{one}})});
  auto entry = relayed(message(1, 4, 1, 1, "hello"));
  entry.ref = 250.0;
  entry.clock = said.clock;
  CHECK(essence(s.answer_to(6, stored_reply())).front() == says(2, entry));
}

}  // namespace parley::room::test
