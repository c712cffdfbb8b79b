// DESIGN's guarantees and faults, one line each.
#include "chaos/runner/report/titles.hpp"

#include <algorithm>
#include <array>

#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

struct property_text {
  std::string_view name;
  std::string_view title;
  std::string_view sentence;
};

constexpr std::array properties{
    property_text{"nothing_lost", "Nothing is lost",
                  "What a sender saw as sent reached every other member."},
    property_text{"nothing_doubled", "Nothing is doubled",
                  "Each message was shown to a member once."},
    property_text{"in_order", "In order",
                  "Each sender’s messages were shown in the order sent, without a hole."},
    property_text{"pairing_exclusive", "Pairing is exclusive",
                  "A visitor sat in one room at a time, and each seat had one visitor."},
    property_text{
        "pairing_symmetric", "Pairing is symmetric",
        "Whoever was given a partner was given to that partner; whoever asked for a room by "
        "its name came to all others who did."},
    property_text{"nothing_invented", "Nothing is invented",
                  "A member received only what was written in its own room, as it was written."},
    property_text{"log_agrees", "The log agrees",
                  "The rooms’ logs, read at rest, tell what the visitors saw."},
    property_text{"comes_back", "It comes back",
                  "In the time allowed every outbox was empty, everyone who waited was paired, and "
                  "memory and descriptors were back to base."},
    property_text{"in_time", "In time",
                  "Recoveries and delays stayed within the bounds of the experiment."},
};

struct fault_text {
  std::string_view name;
  std::string_view told;
};

constexpr std::array faults{
    fault_text{"node_kill", "a chat-node was killed"},
    fault_text{"node_freeze", "a chat-node was frozen and woken"},
    fault_text{"node_drain", "a chat-node was drained"},
    fault_text{"nodes_restart", "all chat-nodes were restarted in turn"},
    fault_text{"matchmaker_kill", "a matchmaker was killed"},
    fault_text{"matchmaker_freeze", "a matchmaker was frozen and woken"},
    fault_text{"matchmakers_restart", "all matchmakers were restarted in turn"},
    fault_text{"gateway_kill", "a gateway was killed"},
    fault_text{"redis_restart", "Redis was restarted"},
    fault_text{"redis_restart_empty", "Redis was restarted empty"},
    fault_text{"redis_freeze", "Redis was frozen and woken"},
    fault_text{"redis_wipe", "Redis was wiped"},
    fault_text{"redis_failover", "Redis failed over to a lagging replica"},
    fault_text{"redis_master_kill", "a master of the Redis Cluster was killed"},
    fault_text{"redis_slots_move", "slots went to another master of the Redis Cluster"},
    fault_text{"cpu_pressure", "the nodes were starved of processor time"},
    fault_text{"slow_consumer", "visitors stopped reading"},
    fault_text{"cut_connections", "all connections of a node were cut"},
    fault_text{"reload_tabs", "tabs were reloaded"},
};

const property_text* find(std::string_view property) {
  const auto* found = std::find_if(properties.begin(), properties.end(),
                                   [&](const auto& each) { return each.name == property; });
  return found == properties.end() ? nullptr : found;
}

}  // namespace

std::string property_title(std::string_view property) {
  const auto* text = find(property);
  return text == nullptr ? titled(property) : std::string(text->title);
}

std::string property_sentence(std::string_view property) {
  const auto* text = find(property);
  return text == nullptr ? "" : std::string(text->sentence);
}

std::string fault_title(std::string_view fault) {
  if (fault == "plan") return "The plan, without being struck oneself";
  if (fault == "lost") return "While no fault stood";
  return titled(fault);
}

std::string fault_told(std::string_view fault, std::uint64_t times) {
  const auto* found = std::find_if(faults.begin(), faults.end(),
                                   [&](const auto& each) { return each.name == fault; });
  const std::string told =
      found == faults.end() ? "“" + spoken(fault) + "” struck" : std::string(found->told);
  if (times == 1) return told;
  return told + (times == 2 ? " twice" : " " + grouped(times) + " times");
}

}  // namespace parley::report
