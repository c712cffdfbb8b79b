// Keys to slots, by the vectors of the specification of Redis Cluster, and sets of slots.
#include "core/link/slots.hpp"

#include <catch2/catch.hpp>

using namespace parley::link;

TEST_CASE("a key's slot is that of Redis Cluster") {
  // CRC16 of "123456789" is 0x31C3, says the specification; the others are what CLUSTER KEYSLOT
  // answers.
  CHECK(slot_of("123456789") == 0x31C3 % 16'384);
  CHECK(slot_of("") == 0);
  CHECK(slot_of("foo") == 12'182);
  CHECK(slot_of("somekey") == 11'058);
  CHECK(slot_of("\xff\x80") == slot_of("{\xff\x80}"));
}

TEST_CASE("what stands in the first braces is hashed, if there is something in them") {
  CHECK(slot_of("{user1000}.following") == slot_of("{user1000}.followers"));
  CHECK(slot_of("{user1000}.following") == slot_of("user1000"));
  CHECK(slot_of("foo{bar}{zap}") == slot_of("bar"));
  CHECK(slot_of("foo{{bar}}zap") == slot_of("{bar"));
  CHECK(slot_of("foo{bar}") != slot_of("foo{zap}"));

  CHECK(slot_of("foo{}{bar}") == 8'363);  // the whole key
  CHECK(slot_of("foo{bar") != slot_of("bar"));
  CHECK(slot_of("foo}bar{") != slot_of("bar"));
}

TEST_CASE("all keys of a room, of the registry and of pairing have one slot") {
  CHECK(slot_of("room:{r1}") == slot_of("room:{r1}:owner"));
  CHECK(slot_of("room:{r1}") == slot_of_tag("r1"));
  CHECK(slot_of("nodes:{nodes}:lease") == slot_of("nodes:{nodes}:record"));
  CHECK(slot_of("{pairing}") == slot_of("mail:{pairing}:m-1"));
  CHECK(slot_of("room:{a}b}") == slot_of_tag("a}b"));
}

TEST_CASE("a server alone has every slot, and no key is hashed to know it") {
  const auto all = slot_set::all();
  CHECK(all.is_all());
  CHECK(all.count() == slot_count);
  CHECK(all.contains(0));
  CHECK(all.contains_key("any"));
  CHECK(all.contains_tag("any"));
}

TEST_CASE("slots come and go") {
  slot_set set;
  CHECK(set.is_empty());
  CHECK_FALSE(set.contains_key("foo"));
  set.add(12'182);
  CHECK(set.contains_key("foo"));
  CHECK(set.contains_tag("foo"));
  CHECK(set.count() == 1);

  const auto before = set;
  set.add(7);
  CHECK(before.count() == 1);
  CHECK(set.count() == 2);
  set.remove(before);
  CHECK_FALSE(set.contains_key("foo"));
  CHECK(set.contains(7));

  auto rest = slot_set::all();
  rest.remove(set);
  CHECK(rest.count() == slot_count - 1);
  CHECK_FALSE(rest.contains(7));
  rest.add(set);
  CHECK(rest.is_all());
  CHECK(rest == slot_set::all());
  rest.remove(slot_set::all());
  CHECK(rest == slot_set());
  rest.add(slot_set());
  CHECK(rest.is_empty());
  rest.add(slot_set::all());
  CHECK(rest.is_all());
}
