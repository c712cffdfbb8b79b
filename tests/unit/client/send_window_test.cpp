#include "chaos/client/send_window.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace parley;
using namespace parley::client;
using namespace std::chrono_literals;

namespace {

const steady_time start{};

std::vector<seq_number> taken(send_window& window, seq_number last, steady_time now = start) {
  std::vector<seq_number> seqs;
  while (const auto seq = window.take(last, now))
    seqs.push_back(*seq);
  return seqs;
}

}  // namespace

TEST_CASE("a window ahead of the answers is sent") {
  send_window window(3);
  window.restart(5);
  CHECK(taken(window, 20) == std::vector<seq_number>{6, 7, 8});
  window.stored(7);
  CHECK(taken(window, 20) == std::vector<seq_number>{9, 10});
  window.skip_to(12);
  CHECK(taken(window, 14) == std::vector<seq_number>{13, 14});
}

TEST_CASE("after a refusal it pauses, then sends one by one, and wider with each window taken") {
  send_window window(64);
  taken(window, 200);
  window.refused(4, window.round(), start + 1s);
  window.stored(3);  // sent before: says nothing of how much the room takes now
  CHECK(taken(window, 200, start + 999ms).empty());
  CHECK(window.deadline(200) == start + 1s);
  std::vector<std::size_t> sizes;
  seq_number next = 4;
  for (int i = 0; i < 4; ++i) {
    const auto seqs = taken(window, 200, start + 1s);
    REQUIRE(!seqs.empty());
    CHECK(seqs.front() == next);
    sizes.push_back(seqs.size());
    next += seqs.size();
    for (const seq_number seq : seqs)
      window.stored(seq);
  }
  CHECK(sizes == std::vector<std::size_t>{1, 2, 3, 4});
  CHECK_FALSE(window.deadline(200));
}

TEST_CASE("refusals of what was sent before a refusal or a join count no more") {
  send_window window(64);
  taken(window, 10);
  const unsigned before = window.round();
  window.stored(2);
  window.refused(3, before, start + 1s);
  window.gap(4, 3, before);
  window.refused(5, before, start + 9s);
  CHECK(taken(window, 10, start + 1s) == std::vector<seq_number>{3});
  window.restart(6);
  window.gap(8, 7, before);
  CHECK(taken(window, 10) == std::vector<seq_number>{7, 8, 9, 10});
}

TEST_CASE("a refusal counts that comes after the one of a later message") {
  send_window window(64);
  taken(window, 10);
  window.stored(3);
  const unsigned before = window.round();
  window.refused(5, before, start + 1s);  // at once; the fourth was taken, and then the log is full
  window.refused(4, before, start + 2s);
  CHECK(taken(window, 10, start + 2s) == std::vector<seq_number>{4});
}

TEST_CASE(
    "a room that wants an earlier message gets it, and one that claims to know more than was sent "
    "gets on") {
  send_window window(64);
  taken(window, 10);
  window.gap(9, 4, window.round());
  CHECK(taken(window, 10) == std::vector<seq_number>{4, 5, 6, 7, 8, 9, 10});
  window.gap(10, 1'000, window.round());
  CHECK(taken(window, 11) == std::vector<seq_number>{11});
}
