// Each message once, in each sender's order, never past a hole.
#include "chaos/client/applied.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using client::applying;

TEST_CASE("the next message of a seat is news, an old one doubled, a later one beyond a hole") {
  client::applied applied;
  CHECK(applied.take(2, 1) == applying::news);
  CHECK(applied.take(2, 1) == applying::doubled);
  CHECK(applied.take(2, 3) == applying::hole);
  CHECK(applied.take(2, 2) == applying::news);
  CHECK(applied.take(3, 1) == applying::news);
  CHECK(applied.vector() == wire::version_vector{{2, 2}, {3, 1}});
}

TEST_CASE("what lies below the base is not to be had, and never asked for again") {
  client::applied applied;
  applied.take(2, 1);
  CHECK(applied.skip_to(2, 1) == 0);
  CHECK(applied.skip_to(2, 2) == 0);
  CHECK(applied.skip_to(2, 5) == 3);
  CHECK(applied.take(2, 5) == applying::news);
}

TEST_CASE("a vector tells of 250 seats: of who is there, and of who was heard last") {
  client::applied applied;
  for (seat_number seat = 1; seat <= 400; ++seat)
    applied.take(seat, 1);
  applied.take(2, 2);  // has left long ago, and its last words came late
  const auto told = applied.told([](seat_number seat) { return seat <= 1; });
  CHECK(told.size() == client::applied::most_told);
  CHECK(told.at(1) == 1);
  CHECK(told.at(2) == 2);
  CHECK_FALSE(told.contains(3));
  CHECK(told.contains(400));
  CHECK(applied.take(3, 1) == applying::doubled);  // it is known all the same
}

TEST_CASE("of two thousand seats it is known what was applied") {
  client::applied applied;
  for (seat_number seat = 1; seat <= client::applied::most_kept; ++seat)
    applied.take(seat, 1);
  applied.take(1, 2);
  applied.take(9'999, 1);
  CHECK(applied.vector().size() == client::applied::most_kept);
  CHECK(applied.vector().contains(1));
  CHECK_FALSE(applied.vector().contains(2));
}
