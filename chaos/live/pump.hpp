// Runs the loop from straight-line code until something is so: for programs that do one thing after
// another while thousands of connections live on. Not for services.
#pragma once

#include <functional>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"

namespace parley::live {

// Thrown out of `until` once SIGINT or SIGTERM has come; a second signal ends the process.
struct interrupted {};

class pump {
 public:
  explicit pump(io::event_loop& loop);

  // False: `limit` has passed and it is not so. Asked every few milliseconds, not after each thing
  // that happens: to ask may cost a look at thousands.
  bool until(const std::function<bool()>& is_so, milliseconds limit);
  void pass(milliseconds time);

  // From now on a signal that has come no longer throws: there is order to be made.
  void see_to_the_end() { throws_ = false; }

 private:
  io::event_loop& loop_;
  bool is_interrupted_ = false;
  bool throws_ = true;
};

}  // namespace parley::live
