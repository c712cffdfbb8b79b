// YAML to experiment. The part `short` is read last, over the rest, and may say all but the words.
#include "chaos/runner/script/experiment.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "chaos/runner/script/schedule.hpp"
#include "chaos/runner/script/yaml_fields.hpp"
#include "core/io/option_values.hpp"
#include "core/io/start_error.hpp"

namespace parley::script {

namespace {

constexpr std::size_t many = 1'000'000'000;
constexpr milliseconds brief_steady{1'500};

void read_topology(yaml_fields& fields, topology& into) {
  fields.count("gateways", into.gateways, 1, 16);
  fields.count("matchmakers", into.matchmakers, 1, 64);
  fields.count("nodes", into.nodes, 0, 64);
  fields.yes_or_no("redis_replica", into.has_replica);
  fields.yes_or_no("redis_cluster", into.has_cluster);
  fields.yes_or_no("redis_on_disk", into.keeps_on_disk);
  fields.strings("matchmaker_options", into.matchmaker_options);
  fields.strings("node_options", into.node_options);
}

void read_load(yaml_fields& fields, load& into) {
  fields.count("bots", into.bots, 2, 100'000);
  fields.count("rooms", into.rooms, 0, 50'000);
  fields.count("messages", into.messages, 1, many);
  fields.number("rate", into.rate, 0.1, 1e6);
  fields.count("body_bytes", into.body_bytes, 64, 4'000);
  fields.number("arrivals_per_second", into.arrivals_per_second, 1, 1e6);
  fields.share("leave_share", into.leave_share);
  fields.share("reload_share", into.reload_share);
}

void read_steady(yaml_fields& fields, steady_state& into) {
  fields.duration("reached_within", into.reached_within);
  fields.duration("lasts", into.lasts);
  fields.duration("delay_p99", into.delay_p99);
}

void read_bounds(yaml_fields& fields, bounds& into) {
  fields.duration("rest_within", into.rest_within);
  fields.duration("recovery_p99", into.recovery_p99);
  fields.duration("recovery_max", into.recovery_max);
  fields.duration("delay_max", into.delay_max);
  fields.yes_or_no("redis_may_rewind", into.redis_may_rewind);
}

act read_act(yaml_fields& fields) {
  act made;
  std::string name;
  fields.text("do", name);
  const auto what = find_act(name);
  if (!what) fields.wrong(name.empty() ? "an act must say what to do" : "no act " + name);
  made.what = *what;
  std::optional<load_time> at;
  fields.load_time("at", at);
  if (!at) fields.wrong(name + ": at is missing");
  made.at = *at;
  const act_rule& rule = rule_of(*what);
  if (rule.lasts != lasting::never) fields.load_time("for", made.lasts);
  if (rule.lasts == lasting::must && !made.lasts) fields.wrong(name + ": for is missing");
  const bool one_of_many =
      rule.at == aim::node || rule.at == aim::matchmaker || rule.at == aim::gateway;
  if (one_of_many) {
    made.target = "any";
    fields.text("target", made.target);
  }
  if (rule.at == aim::bots || *what == act_kind::cpu_pressure ||
      *what == act_kind::redis_slots_move)
    fields.share("share", made.share);
  if (*what == act_kind::redis_failover) fields.duration("lag", made.lag);
  return made;
}

void read_body(yaml_fields& fields, experiment& into) {
  fields.map("topology", [&](yaml_fields& part) { read_topology(part, into.topology); });
  fields.map("load", [&](yaml_fields& part) { read_load(part, into.load); });
  fields.map("steady", [&](yaml_fields& part) { read_steady(part, into.steady); });
  fields.map("holds", [&](yaml_fields& part) { read_bounds(part, into.holds); });
  if (const YAML::Node plan = fields.take("plan")) into.plan = YAML::Dump(plan) + "\n";
  std::vector<act> acts;
  fields.each("acts", [&](yaml_fields& part) { acts.push_back(read_act(part)); });
  if (!acts.empty()) into.acts = std::move(acts);
}

bool has_target(const act& act, const topology& topology) {
  const auto among = [&act](const char* kind, std::size_t count) {
    const auto all = names(kind, count);
    return act.target == "any" ? count > 0 : std::ranges::find(all, act.target) != all.end();
  };
  switch (rule_of(act.what).at) {
    case aim::node:
      return among("node", topology.nodes);
    case aim::matchmaker:
      return among("matchmaker", topology.matchmakers);
    case aim::gateway:
      return among("gateway", topology.gateways);
    default:
      return true;
  }
}

// A goodbye that Redis has lost leaves the other waiting for as long as a grace is; only then can
// all be at rest.
void check_grace(const yaml_fields& fields, const experiment& made) {
  constexpr milliseconds unless_told{120'000};  // chat-node/chat-node.example.yaml
  if (!made.holds.redis_may_rewind || made.load.leave_share == 0) return;
  if (made.load.rooms > 0)
    fields.wrong(
        "load.leave_share: not in named rooms where Redis may forget a goodbye: its place "
        "would be taken");
  const auto told = made.topology.node_options.find("room.grace_ms");
  const auto grace = told == made.topology.node_options.end() ? std::optional(unless_told)
                                                              : io::parse_duration(told->second);
  if (!grace || *grace >= made.holds.rest_within)
    fields.wrong("holds.rest_within: must be longer than room.grace_ms where goodbyes may be lost");
}

// What single fields cannot tell.
void check_whole(const yaml_fields& fields, const experiment& made) {
  if (made.shows.empty()) fields.wrong("shows is missing: what does it show?");
  if (made.happens.empty()) fields.wrong("happens is missing: in which event of production?");
  const auto& of = made.topology;
  if (of.has_cluster && (of.has_replica || of.keeps_on_disk))
    fields.wrong("topology: redis_cluster goes without redis_replica and redis_on_disk");
  if (const auto mistake = find_mistake(made.load, of); !mistake.empty())
    fields.wrong("load." + mistake);
  check_grace(fields, made);
  for (const act& each : made.acts) {
    const bool is_of_cluster =
        each.what == act_kind::redis_master_kill || each.what == act_kind::redis_slots_move;
    if (rule_of(each.what).at == aim::redis && is_of_cluster != of.has_cluster)
      fields.wrong(std::string(rule_of(each.what).name) +
                   (is_of_cluster ? " needs topology.redis_cluster" : ": not of a redis_cluster"));
    if (each.what == act_kind::redis_failover && !made.topology.has_replica)
      fields.wrong("redis_failover needs topology.redis_replica");
    if (each.what == act_kind::redis_restart && !made.topology.keeps_on_disk)
      fields.wrong("redis_restart needs topology.redis_on_disk");
    if (!has_target(each, made.topology))
      fields.wrong(std::string(rule_of(each.what).name) + ": the topology has no " + each.target);
    if (each.at.in(made.load.lasts()) > made.load.lasts())
      fields.wrong(std::string(rule_of(each.what).name) + ": at lies beyond the end of the load");
  }
}

YAML::Node load_yaml(const std::string& text, const std::string& file) {
  try {
    return YAML::Load(text);
  } catch (const YAML::ParserException& error) {
    throw io::start_error(file + ":" + std::to_string(error.mark.line + 1) +
                          ": not YAML: " + error.msg);
  }
}

std::string text_of(const std::string& file) {
  std::ifstream stream(file);
  if (!stream) throw io::start_error(file + ": cannot be read");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

experiment parse_experiment(const std::string& text, const std::string& file, scale scale) {
  yaml_fields fields(load_yaml(text, file), file, "");
  experiment made;
  made.name = std::filesystem::path(file).stem().string();
  fields.text("shows", made.shows);
  fields.text("happens", made.happens);
  read_body(fields, made);
  experiment brief = made;
  brief.steady.lasts = std::min(made.steady.lasts, brief_steady);
  fields.map("short", [&](yaml_fields& part) { read_body(part, brief); });
  fields.finish();
  check_whole(fields, made);
  check_whole(fields, brief);
  return scale == scale::brief ? brief : made;
}

std::string find_mistake(const load& load, const topology& topology) {
  if (load.rooms == 0)
    return load.bots % 2 == 0 ? "" : "bots: must be even, for one would wait for ever";
  if (load.bots < 2 * load.rooms) return "rooms: one of so many would have less than two members";
  constexpr std::uint64_t unless_told = 50;  // matchmaker/matchmaker.example.yaml
  const auto told = topology.matchmaker_options.find("pairing.room_limit");
  const auto limit = told == topology.matchmaker_options.end()
                         ? std::optional(unless_told)
                         : io::parse_whole_number(told->second);
  if (!limit || load.most_in_a_room() > *limit)
    return "bots: more than pairing.room_limit in a room";
  return {};
}

experiment read_experiment(const std::string& file, scale scale) {
  return parse_experiment(text_of(file), file, scale);
}

std::string bounds_text(const bounds& holds) {
  const auto line = [](const char* key, std::optional<milliseconds> time) {
    return time ? std::string(key) + ": " + std::to_string(time->count()) + "ms\n" : std::string();
  };
  return line("rest_within", holds.rest_within) + line("recovery_p99", holds.recovery_p99) +
         line("recovery_max", holds.recovery_max) + line("delay_max", holds.delay_max) +
         "redis_may_rewind: " + (holds.redis_may_rewind ? "true" : "false") + "\n";
}

bounds read_bounds(const std::string& file) {
  yaml_fields fields(load_yaml(text_of(file), file), file, "");
  bounds made;
  read_bounds(fields, made);
  fields.finish();
  return made;
}

}  // namespace parley::script
