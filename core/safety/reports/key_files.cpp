// Files that are made, not opened: with their mode from the first moment.
#include "core/safety/reports/key_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/io/start_error.hpp"

namespace parley::safety {

namespace {

void write_new(const std::string& path, const std::string& text, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) throw io::start_error(path + ": " + std::strerror(errno));
  const auto written = ::write(file, text.data(), text.size());
  const bool is_whole = written == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (!is_whole) throw io::start_error(path + ": not written: " + std::strerror(error));
}

}  // namespace

void write_key_pair(const std::string& directory, const key_pair& keys) {
  constexpr mode_t for_owner = 0600;
  constexpr mode_t for_all = 0644;
  write_new(directory + "/reports.key", to_hex(keys.secret) + "\n", for_owner);
  write_new(directory + "/reports.pub", to_hex(keys.open.bytes) + "\n", for_all);
}

}  // namespace parley::safety
