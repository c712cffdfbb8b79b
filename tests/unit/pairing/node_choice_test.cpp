// Which node gets a room.
#include <algorithm>

#include "tests/unit/pairing/story.hpp"

namespace parley::pairing::test {

namespace {

using names = std::vector<std::string>;

struct view : node_view {
  explicit view(std::vector<node_info> nodes, canary trial = {}) : node_view(std::move(trial)) {
    replace(std::move(nodes));
  }
  names take(std::size_t wanted, node_choice how) {
    auto chosen = choose(wanted, how, random, now);
    assigned(chosen, chosen.size(), now);
    return chosen;
  }
  random_bits random{1};
  steady_time now{1'000};
};

node_info of_version(std::string id, std::string version, std::uint64_t rooms = 0) {
  auto made = node(std::move(id), rooms);
  made.version = std::move(version);
  return made;
}

std::ptrdiff_t share(const names& chosen, const std::string& of) {
  return std::ranges::count(chosen, of);
}

}  // namespace

TEST_CASE("round_robin takes one after the other, over calls too") {
  view nodes({node("a"), node("b"), node("c")});
  CHECK(nodes.take(2, node_choice::round_robin) == names{"a", "b"});
  CHECK(nodes.take(3, node_choice::round_robin) == names{"c", "a", "b"});
}

TEST_CASE("least_loaded fills up the emptiest, and sees what it has just given") {
  view nodes({node("a", 2), node("b", 0)});
  CHECK(nodes.take(4, node_choice::least_loaded) == names{"b", "b", "a", "b"});
}

TEST_CASE("packed fills the lowest ids first") {
  view nodes({node("a", 98), node("b")});
  CHECK(nodes.take(3, node_choice::packed) == names{"a", "a", "b"});
}

TEST_CASE("packed counts as people do: node-2 before node-10, whatever the registry's order") {
  view nodes({node("node-10"), node("node-11"), node("node-2", 99), node("node-9")});
  CHECK(nodes.take(3, node_choice::packed) == names{"node-2", "node-9", "node-9"});
  view kinds({node("b-1"), node("a-20"), node("a-3", 100)});
  CHECK(kinds.take(1, node_choice::packed) == names{"a-20"});
}

TEST_CASE("a version on trial gets its share of the new rooms") {
  view nodes({of_version("a", "v1"), of_version("b", "v2"), of_version("c", "v1")},
             {.version = "v2", .percent = 20});
  const auto chosen = nodes.take(250, node_choice::least_loaded);
  CHECK(share(chosen, "b") >= 30);
  CHECK(share(chosen, "b") <= 70);
  CHECK(share(chosen, "a") == Approx(share(chosen, "c")).margin(1));
}

TEST_CASE("none of a hundred: a version on trial gets no room, and all of them: it gets each") {
  const std::vector<node_info> two{of_version("a", "v1"), of_version("b", "v2")};
  CHECK(share(view(two, {"v2", 0}).take(50, node_choice::power_of_two), "b") == 0);
  CHECK(share(view(two, {"v2", 100}).take(50, node_choice::power_of_two), "b") == 50);
}

TEST_CASE("nobody waits for a version: who is full or gone is stood in for by the other") {
  const canary all{.version = "v2", .percent = 100};
  view full({of_version("a", "v1"), of_version("b", "v2", 99)}, all);
  CHECK(full.take(3, node_choice::power_of_two) == names{"b", "a", "a"});
  CHECK(view({of_version("a", "v1")}, all).take(1, node_choice::packed) == names{"a"});
  const canary none{.version = "v2", .percent = 0};
  CHECK(view({of_version("b", "v2")}, none).take(1, node_choice::packed) == names{"b"});
}

TEST_CASE("power_of_two is even, and a burst between two snapshots is no herd") {
  view nodes({node("a"), node("b"), node("c"), node("d")});
  const auto chosen = nodes.take(200, node_choice::power_of_two);
  for (const auto* id : {"a", "b", "c", "d"})
    CHECK(share(chosen, id) >= 45);
}

TEST_CASE("what was given counts until the nodes themselves must have said it") {
  view nodes({node("a"), node("b", 5)});
  CHECK(share(nodes.take(10, node_choice::least_loaded), "a") == 8);
  nodes.replace({node("a"), node("b", 5)});
  CHECK(nodes.take(1, node_choice::least_loaded) == names{"b"});
  nodes.now = nodes.now + milliseconds{2'000};
  CHECK(nodes.take(1, node_choice::least_loaded) == names{"a"});
}

TEST_CASE("nodes that drain or are full get nothing") {
  view nodes({node("a", 0, true), node("b", 99), node("c", 100)});
  CHECK(nodes.take(5, node_choice::power_of_two) == names{"b"});
  CHECK(view({}).take(5, node_choice::power_of_two).empty());
}

TEST_CASE("while nothing is known nobody is taken for dead") {
  view nodes({});
  CHECK_FALSE(nodes.can_serve());
  nodes.forget();
  CHECK(nodes.can_serve());
  const auto route = nodes.route_of("r", room_owner{"node-0", "x"}, {});
  REQUIRE(route);
  CHECK(route->node == "node-0");
  CHECK_FALSE(route->claim);
}

TEST_CASE("rooms of a dead node spread over the others") {
  const view nodes({node("a"), node("b"), node("c")});
  names chosen;
  for (int i = 0; i < 300; ++i)
    chosen.push_back(nodes.route_of("room-" + std::to_string(i), {}, {})->node);
  for (const auto* id : {"a", "b", "c"})
    CHECK(share(chosen, id) >= 70);
}

}  // namespace parley::pairing::test
