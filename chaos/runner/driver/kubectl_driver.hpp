// A Parley in a Kubernetes namespace that is there already: found, broken and healed by kubectl.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaos/live/pump.hpp"
#include "chaos/runner/driver/child.hpp"
#include "chaos/runner/driver/driver.hpp"
#include "chaos/runner/driver/kubectl_commands.hpp"

namespace parley::driver {

struct kubectl_settings {
  std::string name_space = "parley";
  door gateway;
  std::optional<door> redis;  // none: the logs are not read
  std::string folder;         // for what kubectl prints, and the plan
};

class kubectl_driver : public driver {
 public:
  kubectl_driver(io::event_loop& loop, live::pump& pump, const script::experiment& experiment,
                 kubectl_settings settings);

  void start() override;
  [[nodiscard]] std::string name_of(const std::string& target) const override {
    return pod_of(target);
  }
  void begin(const script::step& step) override;
  void end(const script::step& step) override;
  void set_plan(const std::string& yaml) override;
  [[nodiscard]] std::vector<checks::struck> new_strikes() override { return {}; }
  [[nodiscard]] std::vector<checks::plan> figures() const override { return {}; }
  [[nodiscard]] bool is_whole() const override { return running_.empty(); }
  bool heal() override;
  void stop() override;
  [[nodiscard]] std::vector<door> gateways() const override { return {settings_.gateway}; }
  [[nodiscard]] std::optional<door> redis() const override { return settings_.redis; }
  [[nodiscard]] std::vector<reading> readings() const override { return {}; }

 private:
  void run(const shell_lines& lines);  // meanwhile everything else goes on
  [[nodiscard]] bool run_to_the_end(const shell_lines& lines);
  void reap();

  live::pump& pump_;
  kubectl_commands commands_;
  kubectl_settings settings_;
  std::vector<std::unique_ptr<child>> running_;
  bool has_failed_ = false;  // a command, since this was asked last
  bool has_plan_ = false;
  io::timer clock_;
};

}  // namespace parley::driver
