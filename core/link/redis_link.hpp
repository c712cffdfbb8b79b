// The life of a connection to Redis as a pure machine: connect, prepare, ready, lost, wait, again.
// It knows neither sockets nor clocks; whoever performs its actions answers with events.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/backoff.hpp"
#include "core/base/time.hpp"

namespace parley::link {

struct redis_link_settings {
  milliseconds connect_timeout{1'000};  // from the beginning of an attempt until it is prepared
  backoff_settings backoff;
  milliseconds proven_after{
      1'000};  // a link that was ready for so long makes earlier failures forgotten
};

// ---- events ----
struct start_asked {};
struct stop_asked {};
struct connected {};
struct prepared {};
struct broken {
  std::string reason;
};
struct timer_fired {};
using redis_link_event =
    std::variant<start_asked, stop_asked, connected, prepared, broken, timer_fired>;

// ---- actions, to be performed in order ----
struct connect {
  friend bool operator==(const connect&, const connect&) = default;
};
struct prepare {  // log in, load the functions; then `prepared` or `broken`
  friend bool operator==(const prepare&, const prepare&) = default;
};
struct disconnect {  // and let everything pending be lost
  std::string reason;
  friend bool operator==(const disconnect&, const disconnect&) = default;
};
struct set_timer {  // replaces the one that runs
  milliseconds delay;
  friend bool operator==(const set_timer&, const set_timer&) = default;
};
struct clear_timer {
  friend bool operator==(const clear_timer&, const clear_timer&) = default;
};
struct announce_ready {
  std::uint64_t number;
  friend bool operator==(const announce_ready&, const announce_ready&) = default;
};
struct announce_lost {
  std::string reason;
  friend bool operator==(const announce_lost&, const announce_lost&) = default;
};
struct announce_failed {  // an attempt came to nothing
  std::string reason;
  friend bool operator==(const announce_failed&, const announce_failed&) = default;
};
using redis_link_action = std::variant<connect, prepare, disconnect, set_timer, clear_timer,
                                       announce_ready, announce_lost, announce_failed>;
using redis_link_actions = std::vector<redis_link_action>;

class redis_link {
 public:
  enum class state { stopped, connecting, preparing, ready, waiting };

  explicit redis_link(redis_link_settings settings) : settings_(settings) {}

  // `fraction` is random, in [0, 1). An event that does not fit the state is late, and changes
  // nothing.
  [[nodiscard]] redis_link_actions handle(const redis_link_event& event, steady_time now,
                                          double fraction);

  [[nodiscard]] state current() const { return state_; }
  [[nodiscard]] bool is_ready() const { return state_ == state::ready; }
  [[nodiscard]] std::uint64_t number() const { return number_; }  // of this or else the last link

 private:
  [[nodiscard]] bool has_connection() const;
  redis_link_actions begin();
  redis_link_actions become_ready(steady_time now);
  redis_link_actions fall(const std::string& reason, steady_time now, double fraction);
  redis_link_actions stop();

  redis_link_settings settings_;
  state state_ = state::stopped;
  std::uint64_t number_ = 0;
  unsigned failures_ = 0;
  steady_time ready_since_;
};

}  // namespace parley::link
