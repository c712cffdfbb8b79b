// What of Redis comes and goes, for the log. The first change is told at once, those of the second
// after it in one line: a reshard moves thousands of slots, one by one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/io/log.hpp"
#include "core/io/loop.hpp"

namespace parley::io {

class link_log {
 public:
  link_log(event_loop& loop, logger& log);

  void ready(std::size_t slots);
  void lost(std::size_t slots, std::string_view reason);

  // Tells what is left. What comes later is told at once, and holds up no loop that winds down.
  void stop();

 private:
  // What has changed since the last line, and when the next one may be written.
  struct kind {
    log_level level;
    std::string_view text;
    std::size_t slots = 0;
    std::size_t times = 0;
    std::string reason{};
    timer pause{};
  };

  void note(kind& what, std::size_t slots, std::string_view reason);
  void tell(kind& what);

  event_loop& loop_;
  logger& log_;
  bool is_stopped_ = false;
  kind ready_{log_level::info, "Redis is there"};
  kind lost_{log_level::warn, "Redis is gone"};
};

}  // namespace parley::io
