// The table of acts.
#include "chaos/runner/script/acts.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace parley::script {

const std::vector<act_rule>& act_rules() {
  using enum act_kind;
  static const std::vector<act_rule> rules{
      {node_kill, "node_kill", aim::node, lasting::never, false, true},
      {node_freeze, "node_freeze", aim::node, lasting::must, false, true},
      {node_drain, "node_drain", aim::node, lasting::may, false},
      {nodes_restart, "nodes_restart", aim::nodes, lasting::never, false},
      {matchmaker_kill, "matchmaker_kill", aim::matchmaker, lasting::never, false, true},
      {matchmaker_freeze, "matchmaker_freeze", aim::matchmaker, lasting::must, false, true},
      {matchmakers_restart, "matchmakers_restart", aim::nodes, lasting::never, false},
      {gateway_kill, "gateway_kill", aim::gateway, lasting::never, false, true},
      {redis_restart, "redis_restart", aim::redis, lasting::must, false},
      {redis_restart_empty, "redis_restart_empty", aim::redis, lasting::must, false},
      {redis_freeze, "redis_freeze", aim::redis, lasting::must, false},
      {redis_wipe, "redis_wipe", aim::redis, lasting::never, false},
      {redis_failover, "redis_failover", aim::redis, lasting::must, false},
      {redis_master_kill, "redis_master_kill", aim::redis, lasting::must, false},
      {redis_slots_move, "redis_slots_move", aim::redis, lasting::never, false},
      {cpu_pressure, "cpu_pressure", aim::nodes, lasting::must, false},
      {slow_consumer, "slow_consumer", aim::bots, lasting::must, true},
      {cut_connections, "cut_connections", aim::node, lasting::never, true, true},
      {reload_tabs, "reload_tabs", aim::bots, lasting::never, true},
  };
  return rules;
}

const act_rule& rule_of(act_kind what) {
  const auto& rules = act_rules();
  const auto found = std::ranges::find(rules, what, &act_rule::what);
  PARLEY_CHECK(found != rules.end());
  return *found;
}

std::optional<act_kind> find_act(std::string_view name) {
  const auto& rules = act_rules();
  const auto found = std::ranges::find(rules, name, &act_rule::name);
  if (found == rules.end()) return std::nullopt;
  return found->what;
}

milliseconds load_time::in(milliseconds load) const {
  return fixed +
         milliseconds{static_cast<milliseconds::rep>(static_cast<double>(load.count()) * share)};
}

}  // namespace parley::script
