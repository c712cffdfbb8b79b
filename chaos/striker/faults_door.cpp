// From the state of the engine, and from mistakes in a plan, to JSON.
#include "chaos/striker/faults_door.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "chaos/injector/kinds.hpp"

namespace parley::striker {
namespace {

namespace json = boost::json;

json::array phases_of(const injector::engine& engine, std::size_t fault, steady_time now) {
  json::array phases;
  const auto& asked = engine.current().faults[fault];
  for (const auto at : injector::info_of(asked.kind).phases) {
    if (asked.percent_in(at) <= 0) continue;
    const auto& done = engine.of(fault, at);
    phases.push_back({{"phase", injector::name_of(at)},
                      {"percent", engine.percent_now(fault, at, now)},
                      {"chances", done.chances},
                      {"asked", done.asked},
                      {"struck", done.struck},
                      {"held_back", done.held_back}});
  }
  return phases;
}

}  // namespace

std::string state_text(const injector::engine& engine, steady_time now, bool allowed,
                       std::string_view source) {
  const auto& plan = engine.current();
  const bool active = engine.is_active() && !engine.has_expired(now);
  const auto age = active ? engine.age(now) : milliseconds{0};
  json::array faults;
  for (std::size_t i = 0; i < plan.faults.size(); ++i) {
    faults.push_back({{"name", plan.faults[i].name},
                      {"fault", injector::info_of(plan.faults[i].kind).name},
                      {"phases", phases_of(engine, i, now)}});
  }
  const auto left = active ? plan.expires_after - age : milliseconds{0};
  return json::serialize(json::object{{"allowed", allowed},
                                      {"active", active},
                                      {"source", source},
                                      {"seed", plan.seed},
                                      {"age_ms", age.count()},
                                      {"expires_in_ms", left.count()},
                                      {"budget", plan.budget},
                                      {"standing", engine.standing()},
                                      {"faults", std::move(faults)}});
}

std::string mistake_text(const plan_mistake& mistake) {
  json::object text{{"reason", mistake.text()}};
  if (!mistake.key.empty()) text["key"] = mistake.key;
  if (mistake.line > 0) text["line"] = mistake.line;
  return json::serialize(text);
}

}  // namespace parley::striker
