// The time of day of a redis-server, in a test's hands: leases and times to live end when the test
// says so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace parley::test {

class redis_clock {
 public:
  explicit redis_clock(unix_ms now);  // throws std::runtime_error
  ~redis_clock();
  redis_clock(const redis_clock&) = delete;
  redis_clock& operator=(const redis_clock&) = delete;

  // For redis_server.
  [[nodiscard]] std::vector<std::string> environment() const;

  // Holds for every command that Redis has not begun yet.
  void set(unix_ms now);

 private:
  int file_ = -1;
  volatile std::int64_t* now_ = nullptr;
};

}  // namespace parley::test
