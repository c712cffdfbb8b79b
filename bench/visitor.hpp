// One visitor of the load: says, hears, and looks at the clock at each mark of a message.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <string>

#include "bench/latencies.hpp"
#include "bench/options.hpp"
#include "chaos/live/live_client.hpp"

namespace parley::bench {

using moment = std::chrono::steady_clock::time_point;

// Where time goes between a message's intended instant and each of its marks.
struct measurements {
  bool on = false;      // warm: samples count
  latencies applied;    // by the other's client
  latencies stored;     // one tick
  latencies delivered;  // two ticks
  std::size_t reconnects = 0;
  std::size_t refused = 0;  // by the outbox: the system is over its limit
};

class visitor {
 public:
  struct handlers {
    std::function<void(visitor&)> on_joined;
    std::function<void(visitor&)> on_message;
    std::function<void(visitor&)> on_ended;
  };

  visitor(io::event_loop& loop, io::ws_client& sockets, live::alarms& alarms,
          const options& settings, measurements& measured, std::size_t number, handlers tell);

  void seek();
  // Taken as sent at `intended`, which may be past: a load at a fixed rate does not forgive
  // lateness.
  void say(const std::string& text, moment intended);

  [[nodiscard]] const std::string& room() const { return room_; }
  [[nodiscard]] seat_number seat() const { return seat_; }
  // When the message that the partner has just heard was meant to be said.
  [[nodiscard]] moment intended(seq_number seq) const;
  [[nodiscard]] seq_number heard() const { return heard_; }
  void confirm_applied(seq_number seq);

 private:
  void show(const client::action& what);

  measurements& measured_;
  std::size_t number_;
  handlers handlers_;
  live::live_client client_;
  std::string room_;
  seat_number seat_ = 0;
  std::deque<moment> intended_;  // of the messages that are not delivered
  seq_number delivered_ = 0;
  seq_number stored_ = 0;
  seq_number heard_ = 0;
  moment next_intended_;
};

}  // namespace parley::bench
