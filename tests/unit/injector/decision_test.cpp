// Decisions follow from their question alone, and are spread like chance.
#include "chaos/injector/decision.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace parley::injector;

namespace {

// How many of `count` questions draw below one half.
template <class Question>
double half_of(int count, Question question) {
  int below = 0;
  for (int i = 0; i < count; ++i)
    if (question(static_cast<std::uint64_t>(i)).strikes < 0.5) ++below;
  return static_cast<double>(below) / count;
}

}  // namespace

TEST_CASE("the same question has the same answer, on every machine") {
  const auto key = key_of(7, "node-0", "cut_after_handshake");
  const auto drawn = draw_for(key, phase::open, 17, 0);
  CHECK(drawn.strikes == draw_for(key, phase::open, 17, 0).strikes);
  // Known answers: a change of the hash would change every experiment that was ever recorded.
  CHECK(drawn.strikes == Approx(0.20967545777101826).epsilon(1e-12));
  CHECK(drawn.size == Approx(0.16617779562894952).epsilon(1e-12));
  CHECK(place_of_room(7, "01hq") == Approx(0.64950182481831986).epsilon(1e-12));
}

TEST_CASE("every part of a question matters") {
  const auto key = key_of(7, "node-0", "cut");
  std::set<double> answers;
  answers.insert(draw_for(key, phase::open, 1, 1).strikes);
  answers.insert(draw_for(key, phase::inbound, 1, 1).strikes);
  answers.insert(draw_for(key, phase::open, 2, 1).strikes);
  answers.insert(draw_for(key, phase::open, 1, 2).strikes);
  answers.insert(draw_for(key_of(8, "node-0", "cut"), phase::open, 1, 1).strikes);
  answers.insert(draw_for(key_of(7, "node-1", "cut"), phase::open, 1, 1).strikes);
  answers.insert(draw_for(key_of(7, "node-0", "freeze"), phase::open, 1, 1).strikes);
  // Process and name do not run into each other.
  answers.insert(draw_for(key_of(7, "node-0c", "ut"), phase::open, 1, 1).strikes);
  CHECK(answers.size() == 8);
}

TEST_CASE("answers are spread evenly over connections, messages and seeds") {
  const auto key = key_of(1, "node-0", "cut");
  const int count = 100'000;
  const double sigma = 0.5 / std::sqrt(count);
  CHECK(half_of(count, [&](auto i) { return draw_for(key, phase::open, i, 0); }) ==
        Approx(0.5).margin(4 * sigma));
  CHECK(half_of(count, [&](auto i) { return draw_for(key, phase::inbound, 1, i); }) ==
        Approx(0.5).margin(4 * sigma));
  CHECK(half_of(count, [&](auto i) {
          return draw_for(key_of(i, "node-0", "cut"), phase::open, 1, 0);
        }) == Approx(0.5).margin(4 * sigma));
}

TEST_CASE("neighbours are independent of each other, and so are the two numbers of a draw") {
  const auto key = key_of(1, "node-0", "cut");
  const int count = 100'000;
  int both_neighbours = 0;
  int both_numbers = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto one = draw_for(key, phase::open, i, 0);
    const auto next = draw_for(key, phase::open, i + 1, 0);
    if (one.strikes < 0.5 && next.strikes < 0.5) ++both_neighbours;
    if (one.strikes < 0.5 && one.size < 0.5) ++both_numbers;
  }
  const double sigma = std::sqrt(count * 0.25 * 0.75);
  CHECK(both_neighbours == Approx(count * 0.25).margin(4 * sigma));
  CHECK(both_numbers == Approx(count * 0.25).margin(4 * sigma));
}

TEST_CASE("the share of rooms is the share asked for, and each room keeps its place") {
  int in = 0;
  for (int i = 0; i < 10'000; ++i)
    if (place_of_room(3, "room-" + std::to_string(i)) < 0.3) ++in;
  CHECK(in == Approx(3'000).margin(4 * std::sqrt(10'000 * 0.3 * 0.7)));
  CHECK(place_of_room(3, "room-1") == place_of_room(3, "room-1"));
}
