// What each act is to a Parley in Kubernetes (k8s/base), as lines for a shell. Pure: whoever runs
// them is kubectl_driver.hpp; --dry-run prints them.
#pragma once

#include <string>
#include <vector>

#include "chaos/runner/script/schedule.hpp"

namespace parley::driver {

using shell_lines = std::vector<std::string>;

class kubectl_commands {
 public:
  kubectl_commands(std::string name_space, script::topology topology);

  // Sets up the topology's number of replicas, and waits until they are ready.
  [[nodiscard]] shell_lines start() const;

  // Until what was killed is ready again, where that is a part of it.
  [[nodiscard]] shell_lines begin(const script::step& step) const;
  [[nodiscard]] shell_lines end(const script::step& step) const;

  // For every injector, through the API server to the pods' admin ports. `file` holds the plan.
  [[nodiscard]] shell_lines set_plan(const std::string& file) const;
  [[nodiscard]] shell_lines drop_plan() const;

  // Whatever was done: everything runs again, and all are ready.
  [[nodiscard]] shell_lines heal() const;

  // Why this cannot be done to what k8s/base describes; empty: it can.
  [[nodiscard]] static std::string refusal(const script::experiment& experiment);

 private:
  [[nodiscard]] std::string kubectl(const std::string& words) const;
  [[nodiscard]] std::string ready(const std::string& workload) const;
  [[nodiscard]] std::string one_pod(const std::string& app, const std::string& target) const;
  [[nodiscard]] std::string admin(const std::string& pod, int port) const;
  [[nodiscard]] std::string hang(const std::string& pod, int port, milliseconds time) const;
  [[nodiscard]] shell_lines press(const std::string& cpu) const;
  [[nodiscard]] shell_lines for_each_injector(const std::string& verb,
                                              const std::string& rest) const;

  std::string namespace_;
  script::topology topology_;
};

// "node-1" is the pod chat-node-1.
[[nodiscard]] std::string pod_of(const std::string& target);

}  // namespace parley::driver
