// Wakes each of thousands of machines at its own deadline, with one timer of the loop for all.
#pragma once

#include <functional>
#include <queue>
#include <vector>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"

namespace parley::live {

// Who sleeps must outlive the alarms that it has set, or the alarms themselves.
class sleeper {
 public:
  virtual ~sleeper() = default;
  // What was set for `due` is due. It may set the next one.
  virtual void wake(steady_time due) = 0;
};

// Everything is called on the loop's thread; nobody is woken from within `set`.
class alarms {
 public:
  explicit alarms(io::event_loop& loop);

  // None is ever taken back: who no longer wants one ignores it.
  void set(sleeper& who, steady_time due) { waiting_.push({due, &who}); }

 private:
  struct alarm {
    steady_time due;
    sleeper* who;
    friend bool operator>(const alarm& a, const alarm& b) { return a.due > b.due; }
  };

  void ring();

  io::event_loop& loop_;
  std::priority_queue<alarm, std::vector<alarm>, std::greater<>> waiting_;
  io::timer clock_;
};

}  // namespace parley::live
