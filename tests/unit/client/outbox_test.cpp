// The outbox is the truth until every other member has confirmed.
#include "chaos/client/outbox.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using parley::client::outbox;

TEST_CASE("messages are numbered by their sender, from 1") {
  outbox box(10);
  CHECK(box.next() == 1);
  CHECK(box.add("text", "a") == 1U);
  CHECK(box.add("text", "b") == 2U);
  CHECK(box.last() == 2);
  CHECK(box.find(2)->body == "b");
  CHECK(box.find(3) == nullptr);
}

TEST_CASE("a full outbox takes nothing until something is delivered") {
  outbox box(2);
  CHECK(box.add("text", "a"));
  CHECK(box.add("text", "b"));
  CHECK_FALSE(box.add("text", "c"));
  CHECK(box.drop_delivered(1) == 1);
  CHECK(box.add("text", "c") == 3U);
}

TEST_CASE("next is the oldest message not delivered, or the one to come") {
  outbox box(10);
  box.add("text", "a");
  box.add("text", "b");
  CHECK(box.next() == 1);
  box.drop_delivered(1);
  CHECK(box.next() == 2);
  box.drop_delivered(2);
  CHECK(box.next() == 3);
}

TEST_CASE("stored is news once, and its time is the first") {
  outbox box(10);
  box.add("text", "a");
  box.add("text", "b");
  CHECK(box.mark_stored(1, {100}) == 1);
  CHECK(box.mark_stored(2, {200}) == 1);
  CHECK(box.mark_stored(2, {300}) == 0);
  CHECK(box.undelivered_since() == steady_time{100});
  box.drop_delivered(1);
  CHECK(box.undelivered_since() == steady_time{200});
  box.drop_delivered(2);
  CHECK_FALSE(box.undelivered_since());
}
