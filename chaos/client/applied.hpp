// What this client has applied of the others: each message once, in each sender's order, never past
// a hole.
#pragma once

#include "core/wire/messages.hpp"

namespace parley::client {

enum class applying { news, doubled, hole };

class applied {
 public:
  // What is to be done with message (seat, seq); `news` has been counted as applied.
  applying take(seat_number seat, seq_number seq);

  // The room cannot serve `seat` below `base` any more: how many messages are not to be had.
  seq_number skip_to(seat_number seat, seq_number base);

  template <class Predicate>
  void keep_only(Predicate wanted) {
    std::erase_if(highest_, [&wanted](const auto& each) { return !wanted(each.first); });
  }

  [[nodiscard]] const wire::version_vector& vector() const { return highest_; }

 private:
  wire::version_vector highest_;
};

}  // namespace parley::client
