// CPU time, memory and descriptors of another process on this machine, from /proc. Linux only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace parley::live {

struct process_stats {
  std::chrono::duration<double> cpu{0};  // user and system, since it started
  std::uint64_t rss_bytes = 0;
  std::uint64_t descriptors = 0;  // 0 when they may not be seen
};

// None when there is no such process (any more).
[[nodiscard]] std::optional<process_stats> read_process(int pid);

}  // namespace parley::live
