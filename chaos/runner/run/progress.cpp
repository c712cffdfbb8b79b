// Standard error: standard output is for the verdict.
#include "chaos/runner/run/progress.hpp"

#include <cstdio>

namespace parley::runner {

void progress::clear() {
  if (is_showing_) std::fputs("\r\x1b[K", stderr);
  is_showing_ = false;
}

void progress::milestone(const std::string& text) {
  clear();
  std::fprintf(stderr, "%s\n", text.c_str());
}

void progress::show(const std::string& text) {
  if (!is_terminal_) return;
  clear();
  std::fprintf(stderr, "%s", text.c_str());
  is_showing_ = true;
}

}  // namespace parley::runner
