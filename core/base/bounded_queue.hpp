// A queue with a cap: a full one refuses, so that whoever fills it must decide what to do then.
#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include "core/base/check.hpp"

namespace parley {

template <class T>
class bounded_queue {
 public:
  explicit bounded_queue(std::size_t capacity) : capacity_(capacity) {}

  // False, and `item` is not taken, when the queue is full.
  [[nodiscard]] bool push(T item) {
    if (full()) return false;
    items_.push_back(std::move(item));
    return true;
  }

  // The oldest item; there must be one.
  [[nodiscard]] T& front() {
    PARLEY_CHECK(!items_.empty());
    return items_.front();
  }
  [[nodiscard]] T pop() {
    PARLEY_CHECK(!items_.empty());
    T item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  void clear() { items_.clear(); }
  [[nodiscard]] bool full() const { return items_.size() >= capacity_; }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }

 private:
  std::size_t capacity_;
  std::deque<T> items_;
};

}  // namespace parley
