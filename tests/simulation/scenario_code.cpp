// A scenario as the C++ that makes it.
#include <array>
#include <sstream>

#include "tests/simulation/shrink.hpp"

namespace parley::simulation {
namespace {

// As they are spelled in scenario.hpp.
constexpr std::array<std::string_view, act_count> acts{"seek",
                                                       "say",
                                                       "goodbye",
                                                       "take_back",
                                                       "rename",
                                                       "reload",
                                                       "close_tab",
                                                       "cut",
                                                       "cut_unnoticed",
                                                       "freeze_connection",
                                                       "slow_down",
                                                       "part",
                                                       "crash_node",
                                                       "power_off_node",
                                                       "freeze_node",
                                                       "drain_node",
                                                       "crash_matchmaker",
                                                       "freeze_matchmaker",
                                                       "drain_matchmaker",
                                                       "cut_link",
                                                       "lose_mail",
                                                       "freeze_redis",
                                                       "restart_redis",
                                                       "fail_over",
                                                       "wipe_redis",
                                                       "flush_redis",
                                                       "fill_redis"};
constexpr std::array<std::string_view, moment_count> moments{
    "none",         "append_asked",   "append_done",  "append_answered", "claim_asked",
    "claim_done",   "claim_answered", "log_answered", "verify_answered", "end_done",
    "join_arrives", "send_arrives",   "entry_sent",   "seek_done",       "assigned_sent"};

class writer {
 public:
  template <class Value>
  void set(const char* name, const Value& value, const Value& usual) {
    if (value != usual) text_ << "plan." << name << " = " << value << ";\n";
  }
  void set(const char* name, milliseconds value, milliseconds usual) {
    if (value != usual) text_ << "plan." << name << " = milliseconds{" << value.count() << "};\n";
  }
  void add(const step& what) {
    text_ << "    {" << what.at_ms << ", act::" << acts.at(static_cast<std::size_t>(what.what))
          << ", " << what.who << ", " << what.how << ", " << what.for_ms;
    if (what.when != moment::none)
      text_ << ", moment::" << moments.at(static_cast<std::size_t>(what.when));
    text_ << "},\n";
  }
  std::ostringstream text_;
};

}  // namespace

std::string as_code(const scenario& plan) {
  const scenario usual;
  writer out;
  out.set("seed", plan.seed, std::uint64_t{0});
  out.set("clients", plan.clients, usual.clients);
  out.set("nodes", plan.nodes, usual.nodes);
  out.set("matchmakers", plan.matchmakers, usual.matchmakers);
  out.set("latency_ms", plan.latency_ms, usual.latency_ms);
  out.set("has_interests", plan.has_interests, usual.has_interests);
  out.set("pools", plan.pools, usual.pools);
  out.set("trim", plan.trim, usual.trim);
  out.set("stream_block", plan.stream_block, usual.stream_block);
  out.set("links", plan.links, usual.links);
  out.set("is_named", plan.is_named, usual.is_named);
  out.set("node.batch_entries", plan.node.batch_entries, usual.node.batch_entries);
  out.set("node.snapshot_every", plan.node.snapshot_every, usual.node.snapshot_every);
  out.set("node.asks_filter", plan.node.asks_filter, usual.node.asks_filter);
  out.set("node.holds_unchecked", plan.node.holds_unchecked, usual.node.holds_unchecked);
  out.set("node.page_bytes", plan.node.page_bytes, usual.node.page_bytes);
  out.set("node.move_interval", plan.node.move_interval, usual.node.move_interval);
  out.set("node.drain.spread", plan.node.drain.spread, usual.node.drain.spread);
  out.set("node.drain.deadline", plan.node.drain.deadline, usual.node.drain.deadline);
  out.set("node.waiting_entries", plan.node.waiting_entries, usual.node.waiting_entries);
  out.set("node.unapplied_entries", plan.node.unapplied_entries, usual.node.unapplied_entries);
  out.set("node.grace", plan.node.grace, usual.node.grace);
  out.set("node.trim", plan.node.trim, usual.node.trim);
  out.set("node.short_absence", plan.node.short_absence, usual.node.short_absence);
  out.set("node.lag_entries", plan.node.lag_entries, usual.node.lag_entries);
  out.set("client.window", plan.client.window, usual.client.window);
  out.set("client.outbox_capacity", plan.client.outbox_capacity, usual.client.outbox_capacity);
  out.set("matchmaker.interest_patience", plan.matchmaker.interest_patience,
          usual.matchmaker.interest_patience);
  out.set("matchmaker.drain.spread", plan.matchmaker.drain.spread, usual.matchmaker.drain.spread);
  out.set("calm_ms", plan.calm_ms, usual.calm_ms);
  out.set("bound_ms", plan.bound_ms, usual.bound_ms);
  out.set("tidy_ms", plan.tidy_ms, usual.tidy_ms);
  out.text_ << "plan.steps = {\n";
  for (const auto& each : plan.steps)
    out.add(each);
  out.text_ << "};\n";
  return out.text_.str();
}

}  // namespace parley::simulation
