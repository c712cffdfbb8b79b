// JSON lines on stderr: {"time","level","msg",…fields}. Never blocks: when nobody takes the lines
// they are dropped, counted, and the count is the first thing said when it works again.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/base/time.hpp"

namespace parley::io {

enum class log_level { debug, info, warn, error };

[[nodiscard]] std::string_view to_string(log_level level);
[[nodiscard]] std::optional<log_level> parse_log_level(std::string_view text);

using log_value = std::variant<std::string, std::int64_t, std::uint64_t, double, bool>;

struct log_field {
  std::string key;
  log_value value;

  log_field(std::string name, std::string_view text)
      : key(std::move(name)), value(std::string(text)) {}
  log_field(std::string name, const char* text) : key(std::move(name)), value(std::string(text)) {}
  log_field(std::string name, std::string text) : key(std::move(name)), value(std::move(text)) {}
  log_field(std::string name, bool truth) : key(std::move(name)), value(truth) {}
  log_field(std::string name, milliseconds time) : log_field(std::move(name), time.count()) {}
  template <std::integral Integer>
  log_field(std::string name, Integer number)
      : key(std::move(name)),
        value(std::conditional_t<std::is_signed_v<Integer>, std::int64_t, std::uint64_t>(number)) {}
  log_field(std::string name, double number) : key(std::move(name)), value(number) {}

  friend bool operator==(const log_field&, const log_field&) = default;
};

// Pure: the line without its newline, at most max_log_line_bytes; longer texts are cut. Bytes that
// are not UTF-8 become U+FFFD.
inline constexpr std::size_t max_log_line_bytes = 4'000;
[[nodiscard]] std::string format_log_line(unix_ms time, log_level level, std::string_view msg,
                                          std::span<const log_field> fields);

// Takes one whole line with its newline; false: could not be written without blocking.
using log_sink = std::function<bool(std::string_view line)>;
[[nodiscard]] log_sink stderr_sink();

class logger {
 public:
  explicit logger(log_level least = log_level::info, log_sink sink = stderr_sink());

  [[nodiscard]] bool is_on(log_level level) const { return level >= least_; }
  void write(log_level level, std::string_view msg, std::span<const log_field> fields);

  void debug(std::string_view msg, std::initializer_list<log_field> fields = {});
  void info(std::string_view msg, std::initializer_list<log_field> fields = {});
  void warn(std::string_view msg, std::initializer_list<log_field> fields = {});
  void error(std::string_view msg, std::initializer_list<log_field> fields = {});

  [[nodiscard]] std::uint64_t dropped() const { return dropped_total_; }  // lines, in all

 private:
  void write(log_level level, std::string_view msg, std::initializer_list<log_field> fields);

  log_level least_;
  log_sink sink_;
  std::uint64_t dropped_total_ = 0;
  std::uint64_t dropped_unsaid_ = 0;
};

}  // namespace parley::io
