// Lists into which some put letters and from which one reader takes them, blocking
// (core/io/redis_blocking_reader.cpp). A box that nobody empties is gone after a while.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/redis_model/keyspace.hpp"

namespace parley::redis_model {

template <class Letter>
class mailboxes {
 public:
  // Beyond `most` the oldest is dropped.
  void put(const std::string& reader, Letter letter, unix_ms now,
           std::size_t most = std::numeric_limits<std::size_t>::max()) {
    auto& box = boxes_.open(reader, now);
    box.push_back(std::move(letter));
    if (box.size() > most) box.pop_front();
    boxes_.expire(reader, life, now);
  }

  std::vector<Letter> take(const std::string& reader, unix_ms now) {
    auto* const box = boxes_.find(reader, now);
    if (box == nullptr) return {};
    const auto count = static_cast<std::ptrdiff_t>(std::min(taken_at_a_time, box->size()));
    const auto end = box->begin() + count;
    std::vector<Letter> taken(std::make_move_iterator(box->begin()), std::make_move_iterator(end));
    box->erase(box->begin(), end);
    if (box->empty()) boxes_.erase(reader);
    return taken;
  }

 private:
  static constexpr milliseconds life{60'000};
  static constexpr std::size_t taken_at_a_time = 256;

  keyspace<std::string, std::deque<Letter>> boxes_;
};

}  // namespace parley::redis_model
