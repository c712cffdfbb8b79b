// A Redis Cluster of three masters and three replicas, founded and resharded by redis-cli as an
// operator does it. The supervisor runs the members.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "chaos/live/pump.hpp"
#include "chaos/runner/driver/child.hpp"
#include "chaos/runner/driver/redis_side.hpp"
#include "chaos/runner/driver/supervisor.hpp"
#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"

namespace parley::driver {

class redis_cluster : public redis_side {
 public:
  redis_cluster(io::event_loop& loop, live::pump& pump, supervisor& processes, std::string folder);
  ~redis_cluster() override;

  void start() override;
  [[nodiscard]] door where() const override;
  [[nodiscard]] script::settings options() const override;
  void begin(const script::step& step) override;
  void end(const script::step& step) override;
  void heal() override;

 private:
  struct member;

  void add(const std::string& name);
  void found();
  [[nodiscard]] bool is_whole();
  void move_slots(double share);
  void run_cli(const std::string& log, std::vector<std::string> words);

  io::event_loop& loop_;
  live::pump& pump_;
  supervisor& processes_;
  std::string folder_;
  std::vector<std::unique_ptr<member>> members_;
  std::unique_ptr<child> cli_;       // redis-cli, at work
  std::vector<std::string> killed_;  // masters that were, by name
  std::size_t next_ = 0;             // of the members, to be killed
};

}  // namespace parley::driver
