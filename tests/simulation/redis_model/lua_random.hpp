// math.random of Redis's Lua: seeded by each call, and the same numbers here as there, so that the
// model makes the choices that Redis would make.
#pragma once

#include <cstdint>
#include <random>

namespace parley::redis_model {

class lua_random {
 public:
  explicit lua_random(std::uint32_t seed) : bits_((std::uint64_t{seed} << 16U) | 0x330EU) {}

  // From `first` to `last`, both included.
  [[nodiscard]] std::uint64_t between(std::uint64_t first, std::uint64_t last) {
    constexpr std::uint64_t most = 0x7FFFFFFF;
    const auto fraction = static_cast<double>((bits_() >> 17U) % most) / static_cast<double>(most);
    return first + static_cast<std::uint64_t>(fraction * static_cast<double>(last - first + 1));
  }

 private:
  // That of lrand48, which Redis has a copy of.
  std::linear_congruential_engine<std::uint64_t, 0x5DEECE66D, 0xB, std::uint64_t{1} << 48U> bits_;
};

}  // namespace parley::redis_model
