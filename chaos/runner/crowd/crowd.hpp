// All the bots of a run: they arrive, talk at a given rate, and are done to what concerns clients.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "chaos/runner/crowd/bot.hpp"
#include "chaos/runner/driver/driver.hpp"
#include "chaos/runner/script/schedule.hpp"
#include "core/base/random_bits.hpp"

namespace parley::crowd {

class crowd {
 public:
  crowd(io::event_loop& loop, recorder& history, const script::load& load,
        std::vector<driver::door> gateways, std::uint64_t seed);
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;

  // They come one after the other, at the load's rate of arrivals.
  void arrive();

  // At the load's rate, whether the system keeps up or not; until `messages` have been said or
  // `fall_silent`.
  void talk(std::uint64_t messages);
  void fall_silent();

  // Goodbyes, reloads, and a word at each break: part of the load, not of the steady state.
  void be_lively(bool is_lively);

  void begin(const script::step& step);
  void end(const script::step& step);

  void record_rest();
  void go_away();  // everybody at once, without a goodbye

  [[nodiscard]] std::size_t joined() const;
  [[nodiscard]] std::size_t at_rest() const;
  [[nodiscard]] std::size_t size() const { return bots_.size(); }
  [[nodiscard]] std::vector<std::string> rooms() const;  // that somebody sits in, each once
  [[nodiscard]] tally& counts() { return counts_; }

 private:
  [[nodiscard]] live::routes routes_of(std::size_t number) const;
  [[nodiscard]] std::vector<bot*> some(double share);
  void arrive_due();
  void say_due();
  void say_one();

  io::event_loop& loop_;
  io::ws_client sockets_;
  live::alarms alarms_;
  tally counts_;
  script::load load_;
  std::vector<driver::door> gateways_;
  random_bits random_;
  std::vector<named_room> named_;
  std::vector<std::unique_ptr<bot>> bots_;
  std::vector<bot*> turns_;
  std::size_t next_turn_ = 0;
  std::size_t arrived_ = 0;
  std::vector<bot*> slow_;  // do not read
  bool is_lively_ = false;
  steady_time began_;  // to arrive, or to talk
  std::uint64_t due_ = 0;
  std::uint64_t meant_ = 0;
  io::timer arrivals_;
  io::timer talk_;
};

}  // namespace parley::crowd
