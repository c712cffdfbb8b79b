// Where every part of the striker asks: one engine, one log line for each strike, and the figures.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "chaos/injector/engine.hpp"
#include "core/base/connection_id.hpp"
#include "core/io/log.hpp"
#include "core/io/loop.hpp"
#include "core/io/metrics.hpp"

namespace parley::striker {

class strike_desk {
 public:
  strike_desk(io::event_loop& loop, io::logger& log, io::metrics_registry& metrics,
              injector::place here);

  // A plan in force is over; what of it stands is the caller's to release.
  void take_up(injector::plan next);
  void drop() { engine_.drop(); }

  // Who knows the room of a connection; without, none is known.
  void ask_rooms_of(std::function<std::string_view(connection_id)> room_of) {
    room_of_ = std::move(room_of);
  }

  [[nodiscard]] std::optional<injector::strike> ask(const injector::chance& given);
  // Of a frame: the room is looked up.
  [[nodiscard]] std::optional<injector::strike> ask_frame(injector::phase at, connection_id id,
                                                          std::uint64_t number);
  void end(const injector::strike& over) { engine_.end(over.ticket); }

  [[nodiscard]] const injector::engine& engine() const { return engine_; }
  [[nodiscard]] bool comes_to(injector::phase at) const { return engine_.comes_to(at); }
  [[nodiscard]] bool has_expired() const { return engine_.has_expired(loop_.now().steady); }
  [[nodiscard]] io::event_loop& loop() { return loop_; }
  [[nodiscard]] io::logger& log() { return log_; }

 private:
  using series = std::pair<injector::fault_kind, injector::phase>;

  [[nodiscard]] injector::figures total(series of) const;
  void keep_figures();
  void show_figures();

  io::event_loop& loop_;
  io::logger& log_;
  io::metrics_registry& metrics_;
  injector::engine engine_;
  std::function<std::string_view(connection_id)> room_of_;
  std::map<series, injector::figures> past_;  // of plans before this one
  std::set<series> shown_;
};

}  // namespace parley::striker
