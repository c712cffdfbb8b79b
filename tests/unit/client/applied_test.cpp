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
