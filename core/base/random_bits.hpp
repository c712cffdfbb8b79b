// Numbers that look random and follow from their seed (SplitMix64): for jitter and choices in pure
// code. Whoever makes a machine seeds it. Not for secrets.
#pragma once

#include <cstdint>

namespace parley {

// A std::uniform_random_bit_generator. The same seed gives the same numbers on every platform,
// which the distributions of <random> do not promise: hence `fraction` and `below`.
class random_bits {
 public:
  using result_type = std::uint64_t;

  constexpr explicit random_bits(std::uint64_t seed) : state_(seed) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }

  // Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014.
  constexpr result_type operator()() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  // In [0, 1), of 53 bits.
  constexpr double fraction() { return static_cast<double>((*this)() >> 11U) * 0x1.0p-53; }

  // In [0, limit); `limit` at least 1. The bias, limit / 2^53, is beyond notice.
  constexpr std::uint64_t below(std::uint64_t limit) {
    return static_cast<std::uint64_t>(fraction() * static_cast<double>(limit));
  }

  // An independent generator for a part of a whole.
  constexpr random_bits split() { return random_bits{(*this)()}; }

 private:
  std::uint64_t state_;
};

}  // namespace parley
