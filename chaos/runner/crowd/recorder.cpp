// Lines are gathered, for there are tens of thousands a second.
#include "chaos/runner/crowd/recorder.hpp"

#include "chaos/checks/format_history.hpp"
#include "core/io/start_error.hpp"

namespace parley::crowd {

namespace {

constexpr std::size_t enough_bytes = 1 << 18;

}  // namespace

recorder::recorder(const std::string& file) : file_(std::fopen(file.c_str(), "w")) {
  if (!file_) throw io::start_error(file + ": cannot be written");
}

double recorder::now_ms() const {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_)
      .count();
}

void recorder::finish() {
  record(checks::phase{checks::phase_name::end});
  is_finished_ = true;
}

void recorder::record(const checks::event& what) {
  if (is_finished_) return;
  checks::append_line(lines_, now_ms(), what);
  if (lines_.size() >= enough_bytes && !flush()) has_failed_ = true;
}

bool recorder::flush() {
  const std::size_t written = std::fwrite(lines_.data(), 1, lines_.size(), file_.get());
  if (written != lines_.size() || std::fflush(file_.get()) != 0) has_failed_ = true;
  lines_.clear();
  return !has_failed_;
}

}  // namespace parley::crowd
