// The reading rule, as DESIGN section 5 words it.
#include "chat-node/room/log_reader.hpp"

#include <catch2/catch.hpp>

namespace parley::room {
namespace {

log_entry said(std::uint64_t n, seat_number seat, seq_number seq) {
  return {{1, n}, message_record{seat, seq, "text", "x", 0}};
}

}  // namespace

TEST_CASE("a message counts only if it is the next of its seat") {
  log_reader reader;
  CHECK(reader.read(said(1, 1, 1)));
  CHECK_FALSE(reader.read(said(2, 1, 1)));  // doubled by a rewind
  CHECK_FALSE(reader.read(said(3, 1, 3)));  // beyond a hole
  CHECK(reader.read(said(4, 1, 2)));
  CHECK(reader.read(said(5, 2, 1)));
  CHECK(reader.seat(1) == seat_log{2, 1, ""});
  CHECK(reader.seat(2) == seat_log{1, 1, ""});
  CHECK(reader.seat(3) == seat_log{});
}

TEST_CASE("a base says that all up to it is delivered, and the log serves what follows") {
  log_reader reader;
  CHECK(reader.read(said(1, 1, 1)));
  CHECK_FALSE(reader.read({{1, 2}, base_record{1, 9}}));
  CHECK(reader.seat(1) == seat_log{9, 10, ""});
  CHECK_FALSE(reader.read(said(3, 1, 2)));
  CHECK(reader.read(said(4, 1, 10)));

  SECTION("a base below what the log holds changes nothing") {
    CHECK_FALSE(reader.read({{1, 5}, base_record{1, 7}}));
    CHECK(reader.seat(1) == seat_log{10, 10, ""});
  }
}

TEST_CASE("who begins in the middle of a log learns the rest from the first snapshot") {
  log_reader reader;
  CHECK_FALSE(reader.read(said(898, 1, 850)));  // what stood before it was trimmed away
  CHECK(reader.read(said(899, 2, 1)));          // this is truly the first of its seat
  const log_state state{{{1, {850, 1, "Ada"}}, {2, {1, 1, ""}}}, true};
  CHECK_FALSE(reader.read({{1, 900}, snapshot_record{state}}));
  CHECK(reader.seat(1) == seat_log{850, 851, "Ada"});
  CHECK(reader.seat(2) == seat_log{1, 1, ""});
  CHECK(reader.state().opened);
  CHECK(reader.read(said(901, 1, 851)));
}

TEST_CASE("what the owner of a lost log says of the seats does not count in another's log") {
  // Found by the simulation: Redis lost all keys and no link; a second node claimed the room under
  // the same epoch, and the first went on with the n that it had.
  log_reader reader;
  CHECK_FALSE(reader.read({{2, 1}, moved_record{"node-1"}}));
  CHECK_FALSE(reader.read({{2, 2}, snapshot_record{}}));
  CHECK_FALSE(reader.read(said(23, 2, 18)));
  SECTION("a snapshot") {
    CHECK_FALSE(reader.read({{2, 24}, snapshot_record{{{{2, {18, 1, ""}}}, true}}}));
  }
  SECTION("a base") {
    CHECK_FALSE(reader.read({{2, 24}, base_record{2, 18}}));
  }
  CHECK(reader.seat(2).stored == 0);
  CHECK_FALSE(reader.read({{3, 25}, moved_record{"node-1"}}));
  CHECK_FALSE(reader.read({{3, 26}, base_record{1, 4}}));
  CHECK(reader.seat(1).stored == 4);
  CHECK(reader.read(said(27, 2, 1)));
}

TEST_CASE("nor when its n happens to be the next one in the other's log") {
  // Found by the simulation, seed 2018521: both were at n = 8 when the first one went on.
  log_reader reader;
  CHECK_FALSE(reader.read({{1, 1}, moved_record{"node-0"}, "there"}));
  CHECK_FALSE(reader.read({{1, 2}, snapshot_record{}, "there"}));
  CHECK(reader.read(said(3, 1, 1)));
  CHECK_FALSE(reader.read(said(4, 2, 5)));
  CHECK_FALSE(reader.read({{1, 5}, snapshot_record{{{{2, {5, 1, ""}}}, true}}, "here"}));
  CHECK_FALSE(reader.read({{1, 6}, base_record{2, 5}, "here"}));
  CHECK(reader.seat(2).stored == 0);
  SECTION("an older version, which does not sign, is believed by its n as before") {
    CHECK_FALSE(reader.read({{2, 7}, moved_record{"node-0"}}));
    CHECK_FALSE(reader.read({{2, 8}, base_record{2, 5}}));
    CHECK(reader.seat(2).stored == 5);
  }
}

TEST_CASE("a snapshot tells nothing to who has read all before it") {
  log_reader reader;
  for (seq_number seq = 1; seq <= 5; ++seq)
    CHECK(reader.read(said(seq, 1, seq)));
  const auto before = reader.state();
  CHECK_FALSE(reader.read({{2, 7}, snapshot_record{before}}));
  CHECK(reader.state() == before);
}

TEST_CASE("names and the opening are part of what a reader knows") {
  log_reader reader;
  CHECK_FALSE(reader.read({{1, 1}, moved_record{"node-0"}}));
  CHECK_FALSE(reader.read({{1, 2}, opened_record{}}));
  CHECK_FALSE(reader.read({{1, 3}, name_record{2, "Otter"}}));
  CHECK(reader.state() == log_state{{{2, {0, 1, "Otter"}}}, true});
}

}  // namespace parley::room
