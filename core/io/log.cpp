// Log lines: made by hand, for they must never fail, and written without blocking.
#include "core/io/log.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <ctime>

#include "core/io/json_text.hpp"

namespace parley::io {

namespace {

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warn", "error"};
constexpr std::size_t max_msg_bytes = 500;
constexpr std::size_t max_text_bytes = 2'000;
constexpr std::string_view cut_mark = R"(,"cut":true)";

// "2026-11-21T10:30:00.123Z"
std::string time_text(unix_ms time) {
  const std::time_t seconds = time / 1'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  const auto millis = std::to_string(1'000 + time % 1'000);  // "1" and three digits
  return std::string(text.data(), size) + '.' + millis.substr(1) + 'Z';
}

struct value_writer {
  std::string& out;

  void operator()(const std::string& text) const { append_json_text(out, text, max_text_bytes); }
  void operator()(bool truth) const { out += truth ? "true" : "false"; }
  void operator()(std::int64_t number) const { out += std::to_string(number); }
  void operator()(std::uint64_t number) const { out += std::to_string(number); }
  void operator()(double number) const {
    if (!std::isfinite(number)) {
      out += "null";
      return;
    }
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), end);
  }
};

}  // namespace

std::string_view to_string(log_level level) {
  return level_names[static_cast<std::size_t>(level)];
}

std::optional<log_level> parse_log_level(std::string_view text) {
  for (std::size_t i = 0; i < level_names.size(); ++i) {
    if (level_names[i] == text) return static_cast<log_level>(i);
  }
  return std::nullopt;
}

std::string format_log_line(unix_ms time, log_level level, std::string_view msg,
                            std::span<const log_field> fields) {
  std::string line = R"({"time":")" + time_text(time) + R"(","level":")";
  line += to_string(level);
  line += R"(","msg":)";
  append_json_text(line, msg, max_msg_bytes);
  for (const auto& field : fields) {
    std::string part = ",";
    append_json_text(part, field.key, max_msg_bytes);
    part += ':';
    std::visit(value_writer{part}, field.value);
    if (line.size() + part.size() + cut_mark.size() + 1 > max_log_line_bytes) {
      line += cut_mark;
      break;
    }
    line += part;
  }
  line += '}';
  return line;
}

// A pipe that polls as writable takes PIPE_BUF bytes (4,096 here) at once and unmixed with other
// writers; a line with its newline is shorter. So neither a full pipe nor a stopped terminal can
// hold up the loop.
log_sink stderr_sink() {
  return [](std::string_view line) {
    pollfd ready{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
    if (poll(&ready, 1, 0) != 1 || (ready.revents & POLLOUT) == 0) return false;
    return write(STDERR_FILENO, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  };
}

logger::logger(log_level least, log_sink sink) : least_(least), sink_(std::move(sink)) {}

void logger::write(log_level level, std::string_view msg, std::span<const log_field> fields) {
  if (!is_on(level)) return;
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  const unix_ms now = std::chrono::duration_cast<milliseconds>(since_epoch).count();
  if (dropped_unsaid_ > 0) {
    const std::array said{log_field("lines", dropped_unsaid_)};
    if (sink_(format_log_line(now, log_level::warn, "log lines were dropped", said) + '\n')) {
      dropped_unsaid_ = 0;
    }
  }
  if (dropped_unsaid_ == 0 && sink_(format_log_line(now, level, msg, fields) + '\n')) return;
  ++dropped_unsaid_;
  ++dropped_total_;
}

void logger::write(log_level level, std::string_view msg, std::initializer_list<log_field> fields) {
  write(level, msg, std::span(fields.begin(), fields.size()));
}

void logger::debug(std::string_view msg, std::initializer_list<log_field> fields) {
  write(log_level::debug, msg, fields);
}

void logger::info(std::string_view msg, std::initializer_list<log_field> fields) {
  write(log_level::info, msg, fields);
}

void logger::warn(std::string_view msg, std::initializer_list<log_field> fields) {
  write(log_level::warn, msg, fields);
}

void logger::error(std::string_view msg, std::initializer_list<log_field> fields) {
  write(log_level::error, msg, fields);
}

}  // namespace parley::io
