// The virtual clock: what is to happen, in the order of its time. Nothing here waits.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace parley::simulation {

using task = std::function<void()>;

class schedule {
 public:
  [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }

  // In `delay_ms` from now; what is due at the same time happens in the order in which it was asked
  // for.
  void after(std::int64_t delay_ms, task what);

  // The next thing happens, and time is what it was due at. False: nothing is left.
  bool run_next();

  // When the next thing is due; at least one must be left.
  [[nodiscard]] std::int64_t next_ms() const { return heap_.front().due_ms; }
  [[nodiscard]] bool is_empty() const { return heap_.empty(); }

 private:
  struct item {
    std::int64_t due_ms;
    std::uint64_t order;
    task what;
  };
  static bool is_later(const item& a, const item& b);

  std::int64_t now_ms_ = 0;
  std::uint64_t order_ = 0;
  std::vector<item> heap_;
};

}  // namespace parley::simulation
