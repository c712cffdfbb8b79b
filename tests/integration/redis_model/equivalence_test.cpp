// The model of Redis that the simulation runs on answers what a real Redis answers, over random
// sequences of what the services ask.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <optional>
#include <string>

#include "tests/integration/redis_model/at_model.hpp"
#include "tests/integration/redis_model/at_redis.hpp"
#include "tests/integration/redis_model/random_steps.hpp"

namespace parley::redis_model::test {
namespace {

constexpr std::size_t steps_of_each = 50;

std::vector<step> sequence_of(std::uint64_t seed) {
  random_steps chance(seed);
  at_model scratch;
  std::vector<step> all;
  for (std::size_t i = 0; i < steps_of_each; ++i)
    (void)scratch.perform(all.emplace_back(chance.next(scratch)));
  for (auto& each : chance.last())
    all.push_back(std::move(each));
  return all;
}

// The first step that the two answer differently.
struct difference {
  std::size_t at;
  said by_model;
  said by_redis;
};

std::optional<difference> compare(at_redis& real, const std::vector<step>& steps) {
  const auto by_model = at_model().perform(steps);
  const auto by_redis = real.perform(steps);
  const auto [model, redis] = std::ranges::mismatch(by_model, by_redis);
  if (model == by_model.end()) return std::nullopt;
  return difference{static_cast<std::size_t>(model - by_model.begin()), *model, *redis};
}

// Leaves out what the difference does not need.
std::vector<step> shrunk(at_redis& real, std::vector<step> steps) {
  for (std::size_t at = steps.size(); at-- > 0;) {
    auto fewer = steps;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
    if (compare(real, fewer)) steps = std::move(fewer);
  }
  return steps;
}

std::string told(at_redis& real, const std::vector<step>& steps) {
  const auto found = compare(real, steps).value();
  std::string words = "\n";
  for (std::size_t i = 0; i <= found.at; ++i)
    words += std::to_string(i) + "  " + words_of(steps[i]) + "\n";
  return words + "model: " + words_of(found.by_model) + "\nRedis: " + words_of(found.by_redis);
}

// PARLEY_SEQUENCES=20000 is for after a change of the stores or the Lua: some minutes.
std::uint64_t sequences() {
  const char* const asked = std::getenv("PARLEY_SEQUENCES");
  return asked == nullptr ? 600 : std::stoull(asked);
}

}  // namespace

TEST_CASE("the model answers as Redis does") {
  at_redis real;
  for (std::uint64_t seed = 1; seed <= sequences(); ++seed) {
    const auto steps = sequence_of(seed);
    if (!compare(real, steps)) continue;
    INFO("seed " << seed << told(real, shrunk(real, steps)));
    FAIL("the model is not like Redis");
  }
}

}  // namespace parley::redis_model::test
