// The course of a run.
#include "tests/simulation/world.hpp"

#include <algorithm>
#include <utility>

namespace parley::simulation {
namespace {

constexpr std::int64_t look_ms = 200;             // at rest yet?
constexpr std::uint64_t most_events = 5'000'000;  // more than any world in order has

// Signing keys are the same in every world: what is random elsewhere is not tested here.
const wire::token_box& tokens() {
  static const wire::token_box box({wire::make_token_key({1, 2, 3})});
  return box;
}

}  // namespace

world::world(const scenario& plan, mutation mistake, coverage& seen, std::ostream* story)
    : env_(plan, mistake, seen, story), net_(env_), witness_(env_, net_), redis_(env_) {
  for (unsigned i = 0; i < plan.nodes; ++i)
    nodes_.push_back(std::make_unique<node_host>(env_, net_, redis_, witness_, tokens(),
                                                 "node-" + std::to_string(i)));
  for (unsigned i = 0; i < plan.matchmakers; ++i)
    matchmakers_.push_back(std::make_unique<matchmaker_host>(env_, net_, redis_, witness_, tokens(),
                                                             "match-" + std::to_string(i)));
  for (unsigned i = 0; i < plan.clients; ++i)
    visitors_.push_back(std::make_unique<visitor>(env_, net_, witness_, make_doors(), i));
  env_.on_moment = [this](moment when) { on_moment(when); };
}

world::~world() = default;

doors world::make_doors() {
  // As the gateway: round to whoever is up, and to the dead as well while nobody has noticed.
  const auto a_matchmaker = [this]() -> process* {
    const auto first = env_.chance.below(matchmakers_.size());
    for (std::size_t i = 0; i < matchmakers_.size(); ++i) {
      auto& each = *matchmakers_[(first + i) % matchmakers_.size()];
      if (each.is_up() && each.takes_connections()) return &each;
    }
    return matchmakers_[first].get();
  };
  const auto a_node = [this](const std::string& name) -> process* {
    for (const auto& each : nodes_)
      if (each->name() == name) return each.get();
    return nullptr;
  };
  return {a_matchmaker, a_node};
}

process& world::any_process(std::uint32_t which) {
  const auto all = nodes_.size() + matchmakers_.size();
  const auto at = which % all;
  if (at < nodes_.size()) return *nodes_[at];
  return *matchmakers_[at - nodes_.size()];
}

void world::plan_steps() {
  for (const auto& each : env_.plan.steps)
    env_.time.after(each.at_ms, [this, &each] { begin_step(each); });
}

void world::begin_step(const step& what) {
  if (env_.is_calm) return;
  if (what.when != moment::none)
    waiting_.push_back(what);
  else if (perform(what))
    env_.seen.count(what.what);
}

void world::on_moment(moment when) {
  if (when == moment::none || waiting_.empty()) return;
  const auto at = std::ranges::find(waiting_, when, &step::when);
  if (at == waiting_.end()) return;
  const auto what = *at;
  waiting_.erase(at);
  env_.tell([&] { return std::string(name_of(when)) + ": " + std::string(name_of(what.what)); });
  if (!perform(what)) return;
  env_.seen.count(when);
  env_.seen.count(what.what);
}

// Nothing is broken any more, and users only listen. What has been said is still to arrive.
void world::calm() {
  env_.tell([] { return std::string("calm"); });
  env_.is_calm = true;
  waiting_.clear();
  env_.slow_until_ms = 0;
  redis_.heal();
  net_.heal();
  for (const auto& each : nodes_) {
    each->wake();
    each->start();
  }
  for (const auto& each : matchmakers_) {
    each->wake();
    each->start();
  }
}

// False: somebody has broken the guarantee.
bool world::run_until(std::int64_t ms) {
  env_.time.after(ms - env_.time.now_ms(), [] {});  // so that time gets there
  while (!env_.time.is_empty() && env_.time.next_ms() <= ms) {
    (void)env_.time.run_next();
    if (++env_.seen.events == most_events)
      witness_.violated("comes_back", "it never comes to an end");
    if (witness_.verdict()) return false;
  }
  return true;
}

std::optional<std::int64_t> world::wait_for(std::int64_t bound_ms,
                                            const std::function<std::string()>& trouble) {
  const auto began = env_.time.now_ms();
  for (;;) {
    const auto why = trouble();
    const auto waited = env_.time.now_ms() - began;
    if (why.empty()) return waited;
    if (waited >= bound_ms) {
      witness_.violated("comes_back",
                        why + ", " + std::to_string(waited) + " ms after the last fault");
      return std::nullopt;
    }
    if (!run_until(env_.time.now_ms() + look_ms)) return std::nullopt;
  }
}

outcome world::run() {
  for (const auto& each : nodes_)
    each->start();
  for (const auto& each : matchmakers_)
    each->start();
  plan_steps();
  if (!run_until(env_.plan.calm_ms)) return {witness_.verdict()};
  calm();
  const auto rested = wait_for(
      env_.plan.bound_ms, [this] { return why_not_at_rest(patience::with_who_waits_for_nobody); });
  if (!rested) return {witness_.verdict()};
  env_.tell([] { return std::string("at rest"); });
  // Who waits for nobody is told so when the grace is over; what is left of half-open connections
  // goes when a server takes them for idle.
  (void)wait_for(env_.plan.tidy_ms, [this] {
    const auto why = why_not_at_rest(patience::with_nobody);
    return why.empty() ? trouble_of_services() : why;
  });
  return {witness_.verdict(), *rested};
}

outcome run(const scenario& plan, mutation mistake, coverage& seen, std::ostream* story) {
  coverage own;
  world simulated(plan, mistake, own, story);
  auto result = simulated.run();
  own.virtual_ms = static_cast<std::uint64_t>(plan.calm_ms + result.rest_ms);
  seen.add(own);
  return result;
}

}  // namespace parley::simulation
