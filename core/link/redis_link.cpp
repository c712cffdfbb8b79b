// The transitions of a connection to Redis.
#include "core/link/redis_link.hpp"

namespace parley::link {

redis_link_actions redis_link::handle(const redis_link_event& event, steady_time now,
                                      double fraction) {
  if (std::holds_alternative<stop_asked>(event)) return stop();
  if (const auto* trouble = std::get_if<broken>(&event)) {
    return has_connection() ? fall(trouble->reason, now, fraction) : redis_link_actions{};
  }
  switch (state_) {
    case state::stopped:
      return std::holds_alternative<start_asked>(event) ? begin() : redis_link_actions{};
    case state::connecting:
      if (std::holds_alternative<timer_fired>(event))
        return fall("no connection in time", now, fraction);
      if (!std::holds_alternative<connected>(event)) return {};
      state_ = state::preparing;
      return {prepare{}};
    case state::preparing:
      if (std::holds_alternative<timer_fired>(event))
        return fall("no answer in time", now, fraction);
      return std::holds_alternative<prepared>(event) ? become_ready(now) : redis_link_actions{};
    case state::ready:
      return {};
    case state::waiting:
      return std::holds_alternative<timer_fired>(event) ? begin() : redis_link_actions{};
  }
  return {};
}

bool redis_link::has_connection() const {
  return state_ == state::connecting || state_ == state::preparing || state_ == state::ready;
}

redis_link_actions redis_link::begin() {
  state_ = state::connecting;
  return {set_timer{settings_.connect_timeout}, connect{}};
}

redis_link_actions redis_link::become_ready(steady_time now) {
  state_ = state::ready;
  ready_since_ = now;
  ++number_;
  return {clear_timer{}, announce_ready{number_}};
}

// The state changes before anything is performed: who is told that its reply is lost finds the link
// not ready.
redis_link_actions redis_link::fall(const std::string& reason, steady_time now, double fraction) {
  const bool was_ready = state_ == state::ready;
  // A link that breaks as soon as it is ready must not be tried at full speed for ever.
  if (was_ready && now - ready_since_ >= settings_.proven_after) failures_ = 0;
  ++failures_;
  state_ = state::waiting;
  const redis_link_action announcement = was_ready ? redis_link_action{announce_lost{reason}}
                                                   : redis_link_action{announce_failed{reason}};
  return {disconnect{reason}, announcement,
          set_timer{backoff_wait(settings_.backoff, failures_, fraction)}};
}

redis_link_actions redis_link::stop() {
  if (state_ == state::stopped) return {};
  const bool was_ready = state_ == state::ready;
  const bool was_connected = has_connection();
  state_ = state::stopped;
  redis_link_actions actions{clear_timer{}};
  if (was_connected) actions.emplace_back(disconnect{"stopped"});
  if (was_ready) actions.emplace_back(announce_lost{"stopped"});
  return actions;
}

}  // namespace parley::link
