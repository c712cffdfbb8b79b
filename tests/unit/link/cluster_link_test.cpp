// Stories of the links to a cluster: whose slots they are, and when a slot's link counts as
// another.
#include "core/link/cluster_link.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::link;

namespace {

const redis_address seed{"seed", 1}, a{"a", 1}, b{"b", 1}, c{"c", 1}, a_replica{"ar", 1};
constexpr slot_number first_of_b = 8'000;

slot_set slots(slot_number first, slot_number last) {
  slot_set set;
  for (unsigned slot = first; slot <= last; ++slot)
    set.add(static_cast<slot_number>(slot));
  return set;
}

const auto of_a = slots(0, first_of_b - 1);
const auto of_b = slots(first_of_b, slot_count - 1);

struct story {
  cluster_link link{{seed}, {.first = milliseconds{100}, .longest = milliseconds{1'000}}};

  cluster_actions happens(const cluster_event& event, double fraction = 0.5) {
    return link.handle(event, fraction);
  }

  cluster_actions told(const redis_address& low, const redis_address& high) {
    return happens(
        topology_told{{{0, first_of_b - 1, low, {a_replica}}, {first_of_b, slot_count - 1, high}}});
  }

  void becomes_whole() {
    (void)happens(cluster_started{});
    (void)told(a, b);
    (void)happens(master_ready{a});
    (void)happens(master_ready{b});
    (void)happens(pause_over{});
  }

  [[nodiscard]] cluster_actions is_moved(slot_number slot, const redis_address& to) {
    return happens(slot_redirected{{redirect_kind::moved, slot, to}});
  }
  [[nodiscard]] cluster_actions is_sent_on(slot_number slot, const redis_address& to) {
    return happens(slot_redirected{{redirect_kind::ask, slot, to}});
  }
};

}  // namespace

TEST_CASE("a seed tells who there is; each master is ready for itself") {
  story s;
  CHECK(s.happens(cluster_started{}) == cluster_actions{ask_topology{seed}});
  CHECK(s.told(a, b) ==
        cluster_actions{open_master{a}, open_master{b}, begin_pause{milliseconds{50}}});
  CHECK(s.link.holder_of(0) == nullptr);
  CHECK(*s.link.owner_of(0) == a);
  CHECK(s.happens(master_ready{b}) == cluster_actions{slots_ready{of_b}});
  CHECK(s.happens(master_ready{a}) == cluster_actions{slots_ready{of_a}});
  CHECK(*s.link.holder_of(0) == a);
  CHECK(*s.link.holder_of(slot_count - 1) == b);
  CHECK(s.happens(pause_over{}).empty());
}

TEST_CASE("while something is not served it is asked again and again, ever more slowly") {
  story s;
  (void)s.happens(cluster_started{});
  CHECK(s.happens(topology_failed{"refused"}) ==
        cluster_actions{cluster_trouble{"refused"}, begin_pause{milliseconds{50}}});
  CHECK(s.happens(pause_over{}) == cluster_actions{ask_topology{seed}});
  CHECK(s.happens(topology_told{}) == cluster_actions{cluster_trouble{"the cluster has no slots"},
                                                      begin_pause{milliseconds{100}}});
  CHECK(s.happens(pause_over{}) == cluster_actions{ask_topology{seed}});
  CHECK(s.told(a, b).back() == cluster_action{begin_pause{milliseconds{200}}});
  (void)s.happens(master_ready{a});
  CHECK(s.happens(pause_over{}) == cluster_actions{ask_topology{a}});
  (void)s.told(a, b);
  (void)s.happens(master_ready{b});
  CHECK(s.happens(pause_over{}).empty());
  CHECK(s.happens(doubt_raised{}) == cluster_actions{ask_topology{b}});
  CHECK(s.told(a, b) == cluster_actions{begin_pause{milliseconds{50}}});
}

TEST_CASE("a broken link concerns only the slots of its master") {
  story s;
  s.becomes_whole();
  CHECK(s.happens(master_lost{a, "cut"}) ==
        cluster_actions{slots_lost{of_a, "a:1: cut"}, ask_topology{b}});
  CHECK(s.link.holder_of(0) == nullptr);
  CHECK(*s.link.holder_of(first_of_b) == b);
  SECTION("and is whole again when it is back") {
    CHECK(s.happens(master_ready{a}) == cluster_actions{slots_ready{of_a}});
  }
  SECTION("an attempt that fails is told, and changes nothing") {
    CHECK(s.happens(master_lost{a, "refused"}) == cluster_actions{cluster_trouble{"a:1: refused"}});
  }
  SECTION("until the topology names the replica that has taken over") {
    CHECK(s.told(a_replica, b) ==
          cluster_actions{open_master{a_replica}, close_master{a}, begin_pause{milliseconds{50}}});
    CHECK(s.happens(master_ready{a_replica}) == cluster_actions{slots_ready{of_a}});
    CHECK(s.happens(master_ready{a}).empty());
    CHECK(s.happens(master_lost{a, "late"}).empty());
  }
}

TEST_CASE("a slot that has moved is lost first, and then ready at its new master") {
  story s;
  s.becomes_whole();
  CHECK(s.is_moved(7, b) == cluster_actions{slots_lost{slots(7, 7), "MOVED"},
                                            slots_ready{slots(7, 7)}, ask_topology{b}});
  CHECK(*s.link.holder_of(7) == b);
  CHECK(*s.link.holder_of(8) == a);
}

TEST_CASE("a master that was not known has its link opened first") {
  story s;
  s.becomes_whole();
  CHECK(s.is_moved(7, c) ==
        cluster_actions{open_master{c}, slots_lost{slots(7, 7), "MOVED"}, ask_topology{c}});
  CHECK(s.happens(master_ready{c}) == cluster_actions{slots_ready{slots(7, 7)}});
}

TEST_CASE("two masters that send callers to each other do not keep us going round") {
  story s;
  s.becomes_whole();
  (void)s.is_moved(7, b);
  CHECK(s.is_moved(7, a) == cluster_actions{slots_lost{slots(7, 7), "MOVED"}});
  CHECK(s.link.holder_of(7) == nullptr);
  SECTION("the topology tells") {
    CHECK(s.told(a, b) == cluster_actions{slots_ready{slots(7, 7)}, begin_pause{milliseconds{50}}});
    CHECK(*s.link.holder_of(7) == a);
  }
}

TEST_CASE("a redirection to nowhere waits for the topology") {
  story s;
  s.becomes_whole();
  CHECK(s.is_moved(7, {"", 6'379}) ==
        cluster_actions{slots_lost{slots(7, 7), "MOVED"}, ask_topology{b}});
}

TEST_CASE("the topology moves many slots at once") {
  story s;
  s.becomes_whole();
  (void)s.happens(doubt_raised{});
  CHECK(s.told(b, b) == cluster_actions{slots_lost{of_a, "its slots have another master"},
                                        slots_ready{of_a}, close_master{a},
                                        begin_pause{milliseconds{50}}});
}

TEST_CASE("who helps with a slot on its way shares the ownership of it") {
  story s;
  s.becomes_whole();
  CHECK(s.is_sent_on(7, b).empty());
  CHECK(s.link.helpers_of(7) == std::vector{b});
  SECTION("its broken link makes the slot doubtful too") {
    auto lost = of_b;
    lost.add(7);
    CHECK(s.happens(master_lost{b, "cut"}) ==
          cluster_actions{slots_lost{lost, "b:1: cut"}, slots_ready{slots(7, 7)}, ask_topology{a}});
  }
  SECTION("until the slot has arrived") {
    (void)s.is_moved(7, b);
    CHECK(s.link.helpers_of(7).empty());
  }
}

TEST_CASE("a helper without slots of its own is kept while it helps") {
  story s;
  s.becomes_whole();
  CHECK(s.is_sent_on(7, c) == cluster_actions{open_master{c}});
  (void)s.happens(doubt_raised{});
  CHECK(s.told(a, b) == cluster_actions{begin_pause{milliseconds{50}}});
  CHECK(s.happens(master_ready{c}).empty());
  (void)s.happens(pause_over{});
  (void)s.happens(doubt_raised{});
  CHECK(s.told(b, b) == cluster_actions{slots_lost{of_a, "its slots have another master"},
                                        slots_ready{of_a}, close_master{a}, close_master{c},
                                        begin_pause{milliseconds{50}}});
  CHECK(s.link.helpers_of(7).empty());
}

TEST_CASE("when nobody is left, seeds and replicas are asked") {
  story s;
  s.becomes_whole();
  (void)s.happens(master_lost{a, "cut"}, 0);
  (void)s.happens(master_lost{b, "cut"}, 0);
  (void)s.happens(topology_failed{"refused"}, 0);
  CHECK(s.happens(pause_over{}, 0.99) == cluster_actions{ask_topology{seed}});
  (void)s.happens(topology_failed{"refused"});
  CHECK(s.happens(pause_over{}, 0.6) == cluster_actions{ask_topology{a_replica}});
  (void)s.happens(topology_failed{"refused"});
  CHECK(s.happens(pause_over{}, 0) == cluster_actions{ask_topology{a}});
}

TEST_CASE("stopping loses all that there is, and nothing comes after it") {
  story s;
  s.becomes_whole();
  CHECK(s.happens(cluster_stopped{}) ==
        cluster_actions{slots_lost{slot_set::all(), "stopped"}, close_master{a}, close_master{b}});
  CHECK(s.happens(master_ready{a}).empty());
  CHECK(s.told(a, b).empty());
  CHECK(s.happens(pause_over{}).empty());
}
