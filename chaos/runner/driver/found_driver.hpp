// A Parley that is there already, known by its doors alone: in compose, or on somebody's machines.
// It can be given a plan, and asked what came of it; nothing of it can be killed from here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chaos/live/pump.hpp"
#include "chaos/runner/driver/driver.hpp"
#include "chaos/runner/driver/plan_figures.hpp"
#include "core/io/http_ask.hpp"

namespace parley::driver {

struct found_settings {
  door gateway;
  std::map<std::string, door> admins;  // of every matchmaker and chat-node, by name
  std::optional<door> redis;           // none: the logs are not read
};

class found_driver : public driver {
 public:
  found_driver(io::event_loop& loop, live::pump& pump, const script::experiment& experiment,
               found_settings settings);

  void start() override;
  void begin(const script::step&) override {}  // all acts are the bots'
  void end(const script::step&) override {}
  void set_plan(const std::string& yaml) override;
  [[nodiscard]] std::vector<checks::struck> new_strikes() override { return {}; }
  [[nodiscard]] std::vector<checks::plan> figures() const override { return figures_.total(); }
  [[nodiscard]] bool is_whole() const override;
  bool heal() override;
  void stop() override;
  [[nodiscard]] std::vector<door> gateways() const override { return {settings_.gateway}; }
  [[nodiscard]] std::optional<door> redis() const override { return settings_.redis; }
  [[nodiscard]] std::vector<reading> readings() const override { return {}; }

  // Why this cannot be done by plans and bots alone; empty: it can.
  [[nodiscard]] static std::string refusal(const script::experiment& experiment);

 private:
  struct service {
    door admin;
    bool is_ready = false;
    std::optional<bool> allows_faults;  // none: not known yet
    bool was_given = false;             // the plan, and is not known to have dropped it
    bool has_refused = false;
    int life = 0;  // counts the plans that it has taken: its figures begin anew
  };

  void look();
  void look_at(const std::string& name, service& one);
  void take_state(const std::string& name, service& one, const io::http_answer& said);
  void put_plan(const std::string& name, service& one);
  void drop_plan(service& one);
  [[nodiscard]] io::http_question to(const service& one, std::string method,
                                     std::string path) const;
  [[nodiscard]] std::string missing() const;
  [[nodiscard]] std::string still_given() const;  // the names of those
  [[nodiscard]] bool is_forbidden() const;

  io::event_loop& loop_;
  live::pump& pump_;
  found_settings settings_;
  bool needs_faults_;
  std::map<std::string, service> services_;
  bool is_gateway_ready_ = false;
  std::string plan_;  // empty: none
  plan_figures figures_;
  io::timer clock_;
};

}  // namespace parley::driver
