// A file without a name, shared with redis_clock/redis_clock.cpp inside the redis-server.
#include "tests/support/redis_clock.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>

namespace parley::test {

redis_clock::redis_clock(unix_ms now) : file_(memfd_create("redis-clock", MFD_CLOEXEC)) {
  constexpr auto size = sizeof(std::int64_t);
  if (file_ < 0 || ftruncate(file_, size) != 0) throw std::runtime_error("no file for a clock");
  void* const mapped = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  if (mapped == MAP_FAILED) throw std::runtime_error("no memory for a clock");
  now_ = static_cast<volatile std::int64_t*>(mapped);
  set(now);
}

redis_clock::~redis_clock() {
  munmap(const_cast<std::int64_t*>(now_), sizeof(std::int64_t));
  close(file_);
}

std::vector<std::string> redis_clock::environment() const {
  return {"LD_PRELOAD=" PARLEY_REDIS_CLOCK_LIBRARY,
          "PARLEY_REDIS_CLOCK=/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(file_)};
}

void redis_clock::set(unix_ms now) {
  *now_ = now;
}

}  // namespace parley::test
