// A binary heap by time, then by order.
#include "tests/simulation/schedule.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"

namespace parley::simulation {

bool schedule::is_later(const item& a, const item& b) {
  return a.due_ms != b.due_ms ? a.due_ms > b.due_ms : a.order > b.order;
}

void schedule::after(std::int64_t delay_ms, task what) {
  PARLEY_CHECK(delay_ms >= 0);
  heap_.push_back({now_ms_ + delay_ms, order_++, std::move(what)});
  std::ranges::push_heap(heap_, is_later);
}

bool schedule::run_next() {
  if (heap_.empty()) return false;
  std::ranges::pop_heap(heap_, is_later);
  const auto next = std::move(heap_.back());
  heap_.pop_back();
  now_ms_ = next.due_ms;
  next.what();
  return true;
}

}  // namespace parley::simulation
