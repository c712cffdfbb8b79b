// A whole Parley on this machine: redis-server, matchmakers, chat-nodes and nginx, on loopback,
// broken by signals.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chaos/live/pump.hpp"
#include "chaos/runner/driver/driver.hpp"
#include "chaos/runner/driver/plan_figures.hpp"
#include "chaos/runner/driver/redis_side.hpp"
#include "chaos/runner/driver/strike_log.hpp"
#include "chaos/runner/driver/supervisor.hpp"

namespace parley::driver {

struct local_settings {
  std::string programs;        // the folder with parley-matchmaker and parley-chat-node
  std::string folder;          // keys, logs and what the processes write
  bool allows_faults = false;  // of the services' own injectors
};

class local_driver : public driver {
 public:
  local_driver(io::event_loop& loop, live::pump& pump, script::topology topology,
               local_settings settings);

  void start() override;
  void begin(const script::step& step) override;
  void end(const script::step& step) override;
  void set_plan(const std::string& yaml) override;
  [[nodiscard]] std::vector<checks::struck> new_strikes() override;
  [[nodiscard]] std::vector<checks::plan> figures() const override { return figures_.total(); }
  [[nodiscard]] bool is_whole() const override { return processes_.all_ready(); }
  bool heal() override;
  void stop() override;
  [[nodiscard]] std::vector<door> gateways() const override { return gateways_; }
  [[nodiscard]] std::optional<door> redis() const override;
  [[nodiscard]] std::vector<reading> readings() const override;

 private:
  struct service {
    std::string address;
    std::uint16_t admin_port = 0;
  };

  void add_service(const std::string& kind, const std::string& id, const script::settings& options);
  void add_gateway(const std::string& name);
  [[nodiscard]] std::unique_ptr<redis_side> make_redis();
  void write_keys() const;
  void write_plan(const std::string& yaml) const;
  void ask_for_figures();
  void press(const script::step& step);

  io::event_loop& loop_;
  live::pump& pump_;
  script::topology topology_;
  local_settings settings_;
  supervisor processes_;
  std::unique_ptr<redis_side> redis_;
  std::map<std::string, service> services_;
  std::vector<door> gateways_;
  std::map<std::string, std::vector<io::timer>> pressed_;
  plan_figures figures_;
  strike_log strikes_;
  io::timer figures_clock_;
};

}  // namespace parley::driver
