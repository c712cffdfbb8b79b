// The whole check: a history in, a verdict out, in one pass and in time linear in its length. Pure:
// the stream is the caller's.
#pragma once

#include <iosfwd>
#include <memory>

#include "chaos/checks/history.hpp"
#include "chaos/checks/verdict.hpp"

namespace parley::checks {

// For whoever has the events in memory (the simulation). Feed them in order, then ask once.
class history_check {
 public:
  history_check();
  history_check(history_check&&) noexcept;
  history_check& operator=(history_check&&) noexcept;
  ~history_check();

  // `line` is what violations will point at.
  void take(line_number line, const happening& what);

  // A line that could not be read: the history cannot be judged as a whole.
  void take_unreadable(line_number line, const std::string& why);

  [[nodiscard]] verdict finish();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

// Reads to the end of the stream; blank lines are not allowed. Whether reading itself failed is for
// the caller to see (`history.bad()`).
[[nodiscard]] verdict check_history(std::istream& history);

}  // namespace parley::checks
