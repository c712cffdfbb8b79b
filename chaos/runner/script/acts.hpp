// What an experiment can do to a running Parley, besides the injector's plan: each act's name, whom
// it may be done to, and whether it lasts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

namespace parley::script {

enum class act_kind {
  node_kill,
  node_freeze,
  node_drain,
  nodes_restart,
  matchmaker_kill,
  matchmaker_freeze,
  matchmakers_restart,
  gateway_kill,
  redis_restart,
  redis_restart_empty,
  redis_freeze,
  redis_wipe,
  redis_failover,
  redis_master_kill,
  redis_slots_move,
  cpu_pressure,
  slow_consumer,
  cut_connections,
  reload_tabs,
};

// Whom an act is done to.
enum class aim { node, matchmaker, gateway, nodes, redis, bots };

enum class lasting { never, may, must };

struct act_rule {
  act_kind what;
  std::string_view name;  // in experiments and histories
  aim at;
  lasting lasts;
  bool is_of_bots;  // done at the clients; no driver has to do with it
  // At one blow: who was connected to the target is cut off at that instant, noticed or not. (A
  // node that is drained lets its rooms go one after the other.)
  bool strikes_one = false;
};

[[nodiscard]] const act_rule& rule_of(act_kind what);
[[nodiscard]] std::optional<act_kind> find_act(std::string_view name);
[[nodiscard]] const std::vector<act_rule>& act_rules();

// A time of the load: fixed, or a share of how long the load takes.
struct load_time {
  milliseconds fixed{0};
  double share = 0;
  [[nodiscard]] milliseconds in(milliseconds load) const;
};

struct act {
  act_kind what = act_kind::node_kill;
  load_time at;
  std::optional<load_time> lasts;
  std::string target;       // "node-1"; "any": one that the seed chooses; empty: the only one
  double share = 1;         // of the bots; of the processor that is left to a node; of a master's
                            // slots
  milliseconds lag{1'000};  // how far the replica is behind at a failover
};

}  // namespace parley::script
