// A line, a pause, and a line for all that came in it.
#include "core/io/link_log.hpp"

#include <utility>
#include <vector>

namespace parley::io {

namespace {

constexpr milliseconds between_lines{1'000};

}  // namespace

link_log::link_log(event_loop& loop, logger& log) : loop_(loop), log_(log) {}

void link_log::ready(std::size_t slots) {
  note(ready_, slots, {});
}

void link_log::lost(std::size_t slots, std::string_view reason) {
  note(lost_, slots, reason);
}

void link_log::stop() {
  is_stopped_ = true;
  for (kind* const each : {&lost_, &ready_}) {
    each->pause.cancel();
    if (each->times > 0) tell(*each);
  }
}

void link_log::note(kind& what, std::size_t slots, std::string_view reason) {
  what.slots += slots;
  what.reason = reason;
  ++what.times;
  if (!what.pause.is_running()) tell(what);
}

void link_log::tell(kind& what) {
  std::vector<log_field> fields{{"slots", std::exchange(what.slots, 0)}};
  if (const auto times = std::exchange(what.times, 0); times > 1)
    fields.emplace_back("times", times);
  if (!what.reason.empty()) fields.emplace_back("reason", what.reason);
  log_.write(what.level, what.text, fields);
  if (is_stopped_) return;
  what.pause = loop_.after(between_lines, [this, &what] {
    if (what.times > 0) tell(what);
  });
}

}  // namespace parley::io
