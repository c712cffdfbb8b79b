// The redis-servers of a local Parley: one, or a master and a replica behind an address that moves.
// The supervisor runs them; here stands what is done to them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaos/live/tcp_proxy.hpp"
#include "chaos/runner/driver/redis_side.hpp"
#include "chaos/runner/driver/supervisor.hpp"
#include "chaos/runner/script/schedule.hpp"
#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"

namespace parley::driver {

class redis_servers : public redis_side {
 public:
  redis_servers(io::event_loop& loop, supervisor& processes, const script::topology& topology,
                const std::string& folder);
  ~redis_servers() override;

  void start() override;
  [[nodiscard]] door where() const override;
  [[nodiscard]] script::settings options() const override;
  void begin(const script::step& step) override;
  void end(const script::step& step) override;
  void heal() override;

 private:
  struct server;

  void add(const std::string& name, bool keeps_on_disk);
  void take_role(const server& each);
  [[nodiscard]] server& master() { return *servers_[master_]; }
  void wipe();
  void fail_over(milliseconds lag);
  void promote();
  void end_failover();

  io::event_loop& loop_;
  supervisor& processes_;
  std::string folder_;
  std::vector<std::unique_ptr<server>> servers_;
  std::size_t master_ = 0;
  // With a replica: the services' way to the master, and the replica's.
  std::optional<live::tcp_proxy> door_;
  std::optional<live::tcp_proxy> replication_;
  io::timer promotion_;
  bool has_two_masters_ = false;
};

}  // namespace parley::driver
