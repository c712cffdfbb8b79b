// What all parts of a simulated world share: the time, chance, what was covered, and the story.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

#include "core/base/random_bits.hpp"
#include "core/base/time.hpp"
#include "tests/simulation/coverage.hpp"
#include "tests/simulation/mutation.hpp"
#include "tests/simulation/scenario.hpp"
#include "tests/simulation/schedule.hpp"

namespace parley::simulation {

struct environment {
  environment(const scenario& plan_, mutation mistake_, coverage& seen_, std::ostream* story_)
      : plan(plan_), mistake(mistake_), seen(seen_), story(story_), chance(plan_.seed) {}

  const scenario& plan;
  const mutation mistake;
  coverage& seen;
  std::ostream* const story;  // null: it is not told

  schedule time;
  random_bits chance;
  std::int64_t slow_until_ms = 0;
  bool is_calm = false;
  bool has_rewound = false;  // Redis has lost what it had acknowledged, once at least
  std::function<void(moment)> on_moment = [](moment) {};

  [[nodiscard]] instant now() const {
    constexpr unix_ms beginning = 1'790'000'000'000;
    return {{time.now_ms()}, beginning + time.now_ms()};
  }

  // Of one frame or command.
  [[nodiscard]] std::int64_t latency_ms() {
    const auto usual = plan.latency_ms;
    auto most = chance.below(2) == 0 ? usual : 2 * usual;
    if (time.now_ms() < slow_until_ms) most *= 20;
    return static_cast<std::int64_t>(chance.below(static_cast<std::uint64_t>(most) + 1));
  }

  [[nodiscard]] std::int64_t up_to(std::int64_t most) {
    return static_cast<std::int64_t>(chance.below(static_cast<std::uint64_t>(most) + 1));
  }

  // The words are only put together when somebody listens.
  template <class Words>
  void tell(Words words) const {
    if (story != nullptr) *story << time.now_ms() << " ms  " << words() << '\n';
  }
};

}  // namespace parley::simulation
