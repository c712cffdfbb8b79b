// What the kernel knows of this process, as metrics.
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "core/io/metrics.hpp"

namespace parley::io {

namespace {

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double total_pages = 0;
  double resident_pages = 0;
  file >> total_pages >> resident_pages;
  return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
  std::error_code error;
  double count = -1;  // the one that lists them
  for (std::filesystem::directory_iterator each("/proc/self/fd", error), end; !error && each != end;
       each.increment(error)) {
    ++count;
  }
  return count;
}

double descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

void add_process_metrics(metrics_registry& registry) {
  using namespace std::chrono;
  const double now = duration<double>(system_clock::now().time_since_epoch()).count();
  registry.add_gauge("process_start_time_seconds", "Start of the process, Unix time.").set(now);
  registry.add_gauge_source("process_resident_memory_bytes", "Resident memory.", resident_bytes);
  registry.add_gauge_source("process_open_fds", "Open file descriptors.", open_descriptors);
  registry.add_gauge_source("process_max_fds", "The limit of open file descriptors.",
                            descriptor_limit);
  registry.add_counter_source("process_cpu_seconds_total", "User and system time.",
                              processor_seconds);
}

}  // namespace parley::io
