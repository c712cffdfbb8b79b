// A rate limit that allows bursts: a bucket of tokens that fills at a steady rate. Pure: the time
// is an argument.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/time.hpp"

namespace parley {

struct token_bucket_settings {
  std::uint32_t burst = 1;       // tokens in a full bucket
  std::uint32_t per_second = 1;  // how fast it fills
};

// Counts in thousandths of a token, so that no rate loses anything to rounding. A clock that goes
// back changes nothing.
class token_bucket {
 public:
  token_bucket(token_bucket_settings settings, steady_time now)
      : settings_(settings), level_(std::int64_t{settings.burst} * whole), filled_at_(now) {}

  // Takes so many tokens; false, and nothing is taken, when there are fewer.
  [[nodiscard]] bool take(steady_time now, std::uint32_t tokens = 1) {
    fill(now);
    if (level_ < whole * tokens) return false;
    level_ -= whole * tokens;
    return true;
  }

  // How long until there are so many again; 0 when there are.
  [[nodiscard]] milliseconds wait(steady_time now, std::uint32_t tokens = 1) {
    fill(now);
    if (level_ >= whole * tokens) return milliseconds{0};
    const std::int64_t rate = std::max<std::int64_t>(settings_.per_second, 1);
    return milliseconds{(whole * tokens - level_ + rate - 1) / rate};
  }

  [[nodiscard]] bool is_full(steady_time now) const {
    token_bucket then = *this;
    then.fill(now);
    return then.level_ >= whole * std::int64_t{settings_.burst};
  }

 private:
  // A rate of n tokens a second is n thousandths in a millisecond.
  static constexpr std::int64_t whole = 1'000;

  void fill(steady_time now) {
    if (now <= filled_at_) return;
    // After an hour any bucket that can be declared sensibly is full; the cap keeps the product
    // small.
    const auto passed = std::min<std::int64_t>((now - filled_at_).count(), 3'600'000);
    level_ = std::min(std::int64_t{settings_.burst} * whole,
                      level_ + passed * std::int64_t{settings_.per_second});
    filled_at_ = now;
  }

  token_bucket_settings settings_;
  std::int64_t level_;
  steady_time filled_at_;
};

}  // namespace parley
