// Recovery in the eyes of the clients: from the break to the first message after it.
#include <catch2/catch.hpp>

#include <array>

#include "chaos/checks/recovery.hpp"

namespace parley::checks {

namespace {

recovery_times watch(std::initializer_list<happening> lines) {
  recovery_watch watching;
  watching.take({0, run{.bots = 4}});
  for (const happening& each : lines)
    watching.take(each);
  return watching.finish();
}

const happening sits{1, joined{0, "r1", 1, "node-0", 1, 1}};
const happening is_lost{150, lost{0, 1, 1006}};
const happening is_back{400, joined{0, "r1", 1, "node-1", 2, 2}};
const happening hears{450, applied{0, "r1", 2, 1, {2, 5}, 7}};

}  // namespace

TEST_CASE("a break lasts from the loss to the first message after the way back") {
  const auto times = watch({sits, is_lost, is_back, hears});
  REQUIRE(times.faults.size() == 1);
  CHECK(times.faults[0].fault == "lost");
  CHECK(times.faults[0].back_ms == std::vector<float>{250});
  CHECK(times.faults[0].recovered_ms == std::vector<float>{300});
  CHECK(times.unrecovered == 0);
}

TEST_CASE("where a fault names the bot's node, the break begins with the fault") {
  const auto times =
      watch({sits, {100, fault{1, "node_freeze", "node-0"}}, is_lost, is_back, hears});
  REQUIRE(times.faults.size() == 1);
  CHECK(times.faults[0].fault == "node_freeze");
  CHECK(times.faults[0].recovered_ms == std::vector<float>{350});
}

TEST_CASE("a fault of another node is not blamed, one of everybody is") {
  const auto other = watch({sits, {100, fault{1, "node_kill", "node-2"}}, is_lost, is_back, hears});
  CHECK(other.faults[0].fault == "lost");
  CHECK(other.faults[0].recovered_ms.size() == 1);
  const auto all = watch({sits, {100, fault{1, "plan"}}, is_lost, is_back, hears});
  CHECK(all.faults[0].fault == "plan");
  CHECK(all.faults[0].recovered_ms == std::vector<float>{300});
}

TEST_CASE(
    "a break of a connection that the injector has struck is put down to what struck it last") {
  const happening plan{2, fault{1, "plan"}};
  const happening told{1, joined{0, "r1", 1, "node-0", 1, 1, 77}};
  const auto times = watch({told,
                            plan,
                            is_lost,
                            is_back,
                            hears,
                            {500, struck{"node-0", "delay", "inbound", 77}},
                            {501, struck{"node-0", "cut", "inbound", 77}},
                            {502, struck{"node-1", "close", "inbound", 77}}});
  REQUIRE(times.faults.size() == 2);
  CHECK(times.faults[0].fault == "cut");
  CHECK(times.faults[0].recovered_ms == std::vector<float>{300});
  CHECK(times.faults[1].fault == "plan");
  CHECK(times.faults[1].recovered_ms.empty());
}

TEST_CASE("a freeze begins when it strikes, though the client notices later") {
  const auto times = watch({{1, joined{0, "r1", 1, "node-0", 1, 1, 77}},
                            {50, struck{"node-0", "freeze", "open", 77}},
                            is_lost,
                            is_back,
                            hears});
  CHECK(times.faults[0].recovered_ms == std::vector<float>{400});
}

TEST_CASE("a strike at an earlier connection of the same number is another's") {
  const auto times = watch({{10, struck{"node-0", "cut", "open", 77}},
                            {100, joined{0, "r1", 1, "node-0", 1, 1, 77}},
                            is_lost,
                            is_back,
                            hears});
  CHECK(times.faults[0].fault == "lost");
}

TEST_CASE("a second loss on the way back belongs to the first break") {
  const auto times = watch({sits,
                            is_lost,
                            {200, joined{0, "r1", 1, "node-0", 1, 2}},
                            {201, lost{0, 2, 1006}},
                            is_back,
                            hears});
  CHECK(times.faults[0].recovered_ms == std::vector<float>{300});
}

TEST_CASE("a break without a message after it is counted, not timed") {
  CHECK(watch({sits, is_lost, is_back}).unrecovered == 1);
  CHECK(watch({sits, is_lost, {500, ended{0, "r1", "left"}}}).unrecovered == 0);
}

TEST_CASE("a message's delay is from its outbox to its first being applied") {
  const auto times = watch({{10, send{1, "r1", 2, 1, 7}},
                            {20, fault{1, "node_drain", "node-0"}},
                            {30, healed{1}},
                            {60, applied{0, "r1", 2, 1, {1, 5}, 7}},
                            {70, applied{0, "r1", 2, 1, {1, 5}, 7}}});
  CHECK(times.delay_ms == std::vector<float>{50});
  REQUIRE(times.faults.size() == 1);
  CHECK(times.faults[0].delay_ms == std::vector<float>{50});
}

TEST_CASE("in a named room a message's delay is each member's who was there when it was sent") {
  const auto come = [](double t, bot_number bot, seat_number seat) {
    return std::array{happening{t, entered{bot, "n1", seat}},
                      happening{t + 1, joined{bot, "n1", seat, "node-0", 1, 1}}};
  };
  const auto [a, a_sits] = come(1, 0, 1'000'000'007);
  const auto [b, b_sits] = come(3, 1, 64);
  const auto [c, c_sits] = come(5, 2, 128);
  const auto [late, late_sits] = come(100, 3, 256);
  const happening said{50, send{0, "n1", 1'000'000'007, 1, 7}};
  const auto had = [](double t, bot_number bot) {
    return happening{t, applied{bot, "n1", 1'000'000'007, 1, {1, 5}, 7}};
  };
  const auto times = watch({a, a_sits, b, b_sits, c, c_sits, said, had(60, 1), had(90, 2), late,
                            late_sits, had(110, 3)});
  CHECK(times.delay_ms == std::vector<float>{10, 40});
}

TEST_CASE("a spread is told by nearest rank") {
  std::vector<float> hundred;
  for (int i = 100; i >= 1; --i)
    hundred.push_back(static_cast<float>(i));
  CHECK(spread_of(hundred) == spread{100, 50, 90, 99, 100});
  CHECK(spread_of({}) == spread{});
}

TEST_CASE("without a violation in N trials, fewer than 3/N go wrong") {
  CHECK(rule_of_three(3000) == Approx(0.001));
  CHECK(rule_of_three(0) == 1);
}

}  // namespace parley::checks
