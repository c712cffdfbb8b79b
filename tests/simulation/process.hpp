// A process that can die, freeze, wake and start again. What reaches it while it is frozen waits;
// what reaches it after its death is lost.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "core/base/ids.hpp"
#include "tests/simulation/environment.hpp"

namespace parley::simulation {

class network;

class process {
 public:
  process(environment& env, network& net, std::string name)
      : env_(env), net_(net), name_(std::move(name)) {}
  virtual ~process() = default;
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  void start();               // again, as another instance of the same name
  void die(bool is_noticed);  // its connections break; else whoever holds one hears nothing
  void leave();               // in good order; it starts again by itself
  void freeze();
  void wake();
  virtual void drain() = 0;
  virtual void cut_link(std::int64_t noticed_in_ms) = 0;  // to Redis
  virtual void lose_mail() = 0;                           // the next that comes

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool is_up() const { return is_up_; }
  [[nodiscard]] bool is_frozen() const { return is_frozen_; }
  [[nodiscard]] bool is_powered_off() const { return !is_up_ && !was_noticed_; }
  [[nodiscard]] std::uint64_t incarnation() const { return incarnation_; }

  // Happens to this incarnation: now, when it wakes, or never.
  void deliver(task what);

  // ---- its door, for the network
  [[nodiscard]] virtual bool takes_connections() const = 0;
  virtual void on_opened(connection_id id) = 0;
  virtual void on_text(connection_id id, std::string text) = 0;
  virtual void on_closed(connection_id id) = 0;

 protected:
  virtual void begin() = 0;  // makes its machine
  virtual void end() = 0;    // drops it
  virtual void on_woken() {}

  // Again and again while this incarnation lives; a frozen one catches up with one.
  void every(std::int64_t ms, task what);

  environment& env_;
  network& net_;

 private:
  void repeat(std::int64_t ms, task what, std::uint64_t incarnation);

  std::string name_;
  bool is_up_ = false;
  bool is_frozen_ = false;
  bool was_noticed_ = true;
  std::uint64_t incarnation_ = 0;
  std::deque<task> held_;
};

}  // namespace parley::simulation
