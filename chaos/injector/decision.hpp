// Whether a fault strikes: chance without a generator. The same question has the same answer on
// every machine, in every order. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "chaos/injector/plan.hpp"

namespace parley::injector {

// The part of a question that stays the same for one fault in one process.
struct decision_key {
  std::array<unsigned char, 16> bytes{};
};
[[nodiscard]] decision_key key_of(std::uint64_t seed, std::string_view process,
                                  std::string_view fault_name);

// Two numbers in [0, 1), evenly spread and independent of each other: the fault strikes when
// `strikes` is below its percentage / 100; `size` is for jitter and the like.
struct draw {
  double strikes;
  double size;
};
[[nodiscard]] draw draw_for(const decision_key& key, phase at, std::uint64_t connection,
                            std::uint64_t message);

// In [0, 1): a room is in scope when it is below the share of rooms. The same in every process, so
// that a room stays in scope when it moves.
[[nodiscard]] double place_of_room(std::uint64_t seed, std::string_view room);

}  // namespace parley::injector
