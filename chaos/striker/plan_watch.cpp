// A file has changed when its time, size or place on the disk has.
#include "chaos/striker/plan_watch.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace parley::striker {
namespace {

constexpr milliseconds look_every{500};

}  // namespace

result<injector::plan, plan_mistake> read_plan_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return plan_mistake{"", std::string("cannot be read: ") + std::strerror(errno)};
  std::string text(most_plan_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return plan_mistake{"", "cannot be read"};
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > most_plan_bytes)
    return plan_mistake{"", "is larger than " + std::to_string(most_plan_bytes) + " bytes"};
  return read_plan(text);
}

plan_watch::plan_watch(io::event_loop& loop, std::string path, std::function<void()> on_change)
    : path_(std::move(path)), on_change_(std::move(on_change)), seen_(look()) {
  looks_ = loop.every(look_every, [this] {
    const auto found = look();
    if (found == std::exchange(seen_, found)) return;
    on_change_();
  });
}

std::optional<plan_watch::mark> plan_watch::look() const {
  struct stat about {};
  if (stat(path_.c_str(), &about) != 0) return std::nullopt;
  return mark{about.st_mtim.tv_sec, about.st_mtim.tv_nsec, about.st_ino, about.st_size};
}

}  // namespace parley::striker
