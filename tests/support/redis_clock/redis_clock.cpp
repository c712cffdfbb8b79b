// A clock for a redis-server that a test starts (LD_PRELOAD): the time of day is a number in a
// file, which the test changes. Monotonic time, which its event loop waits by, stays real.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace {

// ms since the Unix epoch, mapped from the file; the process has no use of its own without it.
const volatile std::int64_t* open_clock() {
  const char* const path = std::getenv("PARLEY_REDIS_CLOCK");
  const int file = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  void* const mapped = mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) std::abort();
  close(file);
  return static_cast<const std::int64_t*>(mapped);
}

}  // namespace

extern "C" int gettimeofday(timeval* time, void*) noexcept {
  static const volatile std::int64_t* const clock = open_clock();
  const std::int64_t now = *clock;
  time->tv_sec = now / 1'000;
  time->tv_usec = now % 1'000 * 1'000;
  return 0;
}
