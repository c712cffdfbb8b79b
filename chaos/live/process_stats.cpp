// Reads /proc/<pid>/stat and counts /proc/<pid>/fd (proc(5)).
#include "chaos/live/process_stats.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

namespace parley::live {

namespace {

std::uint64_t count_descriptors(int pid) {
  std::error_code error;
  std::filesystem::directory_iterator each("/proc/" + std::to_string(pid) + "/fd", error);
  std::uint64_t count = 0;
  for (; !error && each != std::filesystem::directory_iterator{}; each.increment(error))
    ++count;
  return error ? 0 : count;
}

}  // namespace

std::optional<process_stats> read_process(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  if (!std::getline(file, text)) return std::nullopt;
  // The name, in parentheses, may hold anything; the fields after it are numbers: 3 (state) and on.
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field)
    fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;  // 14, 15: in clock ticks
  for (int field = 16; field < 24; ++field)
    fields >> skipped;
  std::uint64_t pages = 0;
  fields >> pages;  // 24
  if (!fields) return std::nullopt;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  return process_stats{std::chrono::duration<double>((user + system) / ticks),
                       pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)),
                       count_descriptors(pid)};
}

}  // namespace parley::live
