// What this client has applied of the others: each message once, in each sender's order, never past
// a hole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>

#include "core/wire/messages.hpp"

namespace parley::client {

enum class applying { news, doubled, hole };

class applied {
 public:
  // Of so many seats a vector tells: in a named room more may have come and gone.
  static constexpr std::size_t most_told = 250;
  // Of so many it is known what was applied; then who was not heard for longest is forgotten.
  static constexpr std::size_t most_kept = 2'000;

  // What is to be done with message (seat, seq); `news` has been counted as applied.
  applying take(seat_number seat, seq_number seq);

  // The room cannot serve `seat` below `base` any more: how many messages are not to be had.
  seq_number skip_to(seat_number seat, seq_number base);

  // All of it.
  [[nodiscard]] const wire::version_vector& vector() const { return highest_; }

  // For the service: first who is there, then who was heard last. Of whom it does not tell is sent
  // again what is known already, and dropped.
  [[nodiscard]] wire::version_vector told(const std::function<bool(seat_number)>& is_here) const;

 private:
  [[nodiscard]] seq_number of(seat_number seat) const;
  void set(seat_number seat, seq_number seq);

  wire::version_vector highest_;
  std::map<seat_number, std::uint64_t> heard_;  // as the how-manieth
  std::uint64_t times_ = 0;
};

}  // namespace parley::client
