// How many tickets one address may ask for. Pure; the address itself is never seen, only its key.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "core/base/time.hpp"
#include "core/base/token_bucket.hpp"

namespace parley::pairing {

class address_limits {
 public:
  explicit address_limits(std::uint32_t per_minute) : per_minute_(per_minute) {}

  // How long to wait, or none: go ahead.
  [[nodiscard]] std::optional<milliseconds> take(std::uint64_t address_key, steady_time now) {
    auto& used = addresses_.try_emplace(address_key, window{now, 0}).first->second;
    if (now - used.began >= minute) used = {now, 0};
    if (used.seeks >= per_minute_) return minute - (now - used.began);
    ++used.seeks;
    return std::nullopt;
  }

  // Forgets the addresses that have been silent for a minute: memory is bounded by the traffic.
  void tidy(steady_time now) {
    std::erase_if(addresses_,
                  [now](const auto& each) { return now - each.second.began >= minute; });
  }

 private:
  static constexpr milliseconds minute{60'000};
  struct window {
    steady_time began;
    std::uint32_t seeks;
  };

  std::uint32_t per_minute_;
  std::unordered_map<std::uint64_t, window> addresses_;
};

}  // namespace parley::pairing
