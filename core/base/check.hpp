// Asserts that stay on in every build: a broken invariant is a bug, and a bug must not go on.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace parley {

[[noreturn]] inline void check_failed(const char* what, const char* file, int line) {
  std::fprintf(
      stderr,
      "{\"level\":\"fatal\",\"msg\":\"bug: check failed\",\"check\":\"%s\",\"at\":\"%s:%d\"}\n",
      what, file, line);
  std::abort();
}

}  // namespace parley

#define PARLEY_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::parley::check_failed(#condition, __FILE__, __LINE__))
