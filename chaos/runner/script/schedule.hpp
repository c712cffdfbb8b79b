// The acts of an experiment as steps in time: each act begins, and those that last end. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "chaos/runner/script/experiment.hpp"

namespace parley::script {

struct step {
  milliseconds at{0};     // since the load began
  std::size_t fault = 0;  // counted from 1; both steps of a lasting one have the same
  bool begins = true;     // or ends
  act_kind what = act_kind::node_kill;
  std::string target;     // resolved: "node-1"
  milliseconds lasts{0};  // 0: done at once, or until everything is healed
  double share = 1;
  milliseconds lag{0};
  friend bool operator==(const step&, const step&) = default;
};

// In the order of time. The seed chooses where a target is "any".
[[nodiscard]] std::vector<step> schedule(const experiment& experiment, std::uint64_t seed);

// "node" and 3 → node-0, node-1, node-2.
[[nodiscard]] std::vector<std::string> names(const std::string& kind, std::size_t count);

}  // namespace parley::script
