// One act, one or two steps.
#include "chaos/runner/script/schedule.hpp"

#include <algorithm>

#include "core/base/random_bits.hpp"

namespace parley::script {

namespace {

std::string resolve(const act& act, const topology& topology, random_bits& random) {
  const auto choose = [&](const std::string& kind, std::size_t count) {
    // Drawn also where it is not needed: one act's target does not shift the others'.
    const std::uint64_t chosen = random.below(std::max<std::size_t>(count, 1));
    return act.target == "any" ? kind + "-" + std::to_string(chosen) : act.target;
  };
  switch (rule_of(act.what).at) {
    case aim::node:
      return choose("node", topology.nodes);
    case aim::matchmaker:
      return choose("matchmaker", topology.matchmakers);
    case aim::gateway:
      return choose("gateway", topology.gateways);
    case aim::nodes:
      return act.what == act_kind::matchmakers_restart ? "matchmakers" : "nodes";
    case aim::redis:
      return "redis";
    case aim::bots:
      return "bots";
  }
  return {};
}

}  // namespace

std::vector<step> schedule(const experiment& experiment, std::uint64_t seed) {
  random_bits random(seed);
  const milliseconds load = experiment.load.lasts();
  std::vector<step> steps;
  std::size_t fault = 0;
  for (const act& act : experiment.acts) {
    const milliseconds lasts = act.lasts ? act.lasts->in(load) : milliseconds{0};
    step begin{
        act.at.in(load), ++fault,   true,   act.what, resolve(act, experiment.topology, random),
        lasts,           act.share, act.lag};
    steps.push_back(begin);
    if (!act.lasts) continue;
    begin.at += lasts;
    begin.begins = false;
    steps.push_back(begin);
  }
  std::ranges::stable_sort(steps, {}, &step::at);
  return steps;
}

std::vector<std::string> names(const std::string& kind, std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i)
    all.push_back(kind + "-" + std::to_string(i));
  return all;
}

}  // namespace parley::script
