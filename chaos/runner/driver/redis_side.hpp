// The Redis of a local Parley as its driver sees it: one server, a master and a replica, or a
// cluster.
#pragma once

#include "chaos/runner/driver/driver.hpp"
#include "chaos/runner/script/experiment.hpp"
#include "chaos/runner/script/schedule.hpp"

namespace parley::driver {

class redis_side {
 public:
  redis_side() = default;
  virtual ~redis_side() = default;
  redis_side(const redis_side&) = delete;
  redis_side& operator=(const redis_side&) = delete;

  // Started and ready; throws io::start_error.
  virtual void start() = 0;

  // What the reader of the logs connects to, and what tells a service to.
  [[nodiscard]] virtual door where() const = 0;
  [[nodiscard]] virtual script::settings options() const = 0;

  virtual void begin(const script::step& step) = 0;
  virtual void end(const script::step& step) = 0;
  virtual void heal() = 0;
};

}  // namespace parley::driver
