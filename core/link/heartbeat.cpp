// The judgement over a silent peer.
#include "core/link/heartbeat.hpp"

namespace parley::link {

heartbeat_verdict judge(const heartbeat_settings& settings, steady_time now,
                        std::optional<steady_time> oldest_unanswered, steady_time last_heard) {
  if (oldest_unanswered) {
    const bool late = now - *oldest_unanswered >= settings.timeout;
    return late ? heartbeat_verdict::dead : heartbeat_verdict::alive;
  }
  return now - last_heard >= settings.ask_after ? heartbeat_verdict::ask : heartbeat_verdict::alive;
}

}  // namespace parley::link
