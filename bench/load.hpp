// The load: pairs that meet, warm up, talk for a while, and what it cost.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/options.hpp"
#include "bench/visitor.hpp"
#include "chaos/live/alarms.hpp"
#include "chaos/live/process_stats.hpp"
#include "core/io/loop.hpp"
#include "core/io/ws/ws_client.hpp"

namespace parley::bench {

class load {
 public:
  explicit load(options settings);

  // Runs it all and prints the report. False: it could not be measured (not all were paired in
  // time).
  bool run();

 private:
  enum class phase { pairing, warming, measuring, done };

  void on_joined(visitor& who);
  void on_message(visitor& who);
  void on_ended(visitor& who);
  void begin_talk();
  void begin_measuring();
  void finish();
  void send_due();
  void print_pairing() const;
  void print_report();
  void print_processes() const;
  [[nodiscard]] std::vector<std::optional<live::process_stats>> read_processes() const;

  options settings_;
  io::event_loop loop_;
  io::ws_client sockets_;
  live::alarms alarms_;
  measurements measured_;
  std::vector<std::unique_ptr<visitor>> visitors_;
  std::map<std::string, std::vector<visitor*>> rooms_;
  std::map<const visitor*, visitor*> partner_;
  std::vector<visitor*> speakers_;  // in the order of their turns at a fixed rate
  phase phase_ = phase::pairing;
  std::string text_;

  moment begun_;
  moment talk_begun_;
  moment measuring_begun_;
  std::chrono::duration<double> pairing_took_{0};
  std::uint64_t sent_at_rate_ = 0;
  std::size_t ended_ = 0;  // rooms, by their visitors, while they should have talked
  std::vector<std::optional<live::process_stats>> before_pairing_;
  std::vector<std::optional<live::process_stats>> before_measuring_;
  std::vector<std::optional<live::process_stats>> after_measuring_;
  io::timer pace_;
  io::timer next_phase_;
};

}  // namespace parley::bench
