// verdict.json, written and read.
#include "chaos/runner/report/verdict_json.hpp"

#include <boost/json.hpp>

#include "chaos/checks/tell_verdict.hpp"

namespace parley::report {
namespace {

namespace json = boost::json;

json::object figures(const spread& of) {
  return {{"count", of.count},
          {"p50_ms", of.p50},
          {"p90_ms", of.p90},
          {"p99_ms", of.p99},
          {"max_ms", of.max}};
}

template <class Items, class Function>
json::array each(const Items& items, Function make) {
  json::array made;
  for (const auto& item : items)
    made.emplace_back(make(item));
  return made;
}

json::object plan(const checks::plan& of) {
  return {{"fault", of.fault},
          {"phase", of.phase},
          {"asked_percent", of.asked_percent},
          {"chances", of.chances},
          {"strikes", of.strikes}};
}

json::object recovery_figures(const recovery& of) {
  return {{"fault", of.fault}, {"recovered", figures(of.recovered)}, {"back", figures(of.back)}};
}

json::object origin(const provenance& of) {
  json::object made{
      {"about", of.about}, {"command", of.command}, {"facts", each(of.facts, [](const auto& fact) {
                                                       return json::array{fact.first, fact.second};
                                                     })}};
  if (of.checkers_agree) made["checkers_agree"] = *of.checkers_agree;
  return made;
}

std::string text(const json::object& of, std::string_view name) {
  const auto* value = of.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

void take_facts(const json::object& from, provenance& to) {
  const auto* facts = from.if_contains("facts");
  if (facts == nullptr || !facts->is_array()) return;
  for (const auto& fact : facts->get_array()) {
    const auto* pair = fact.if_array();
    if (pair == nullptr || pair->size() != 2) continue;
    if (!(*pair)[0].is_string() || !(*pair)[1].is_string()) continue;
    to.facts.emplace_back((*pair)[0].get_string(), (*pair)[1].get_string());
  }
}

}  // namespace

std::string verdict_json(const story& of) {
  // What the checkers print (docs/history.md), and more.
  json::object made = json::parse(checks::to_json(of.verdict)).as_object();
  made["experiment"] = of.run.experiment;
  made["seed"] = of.run.seed;
  made["bots"] = of.run.bots;
  made["duration_ms"] = of.total.duration_ms;
  made["messages"] = {{"sent", of.total.sent}, {"applied", of.total.applied}};
  made["connections"] = {
      {"joins", of.total.joins}, {"lost", of.total.lost}, {"struck", of.total.struck}};
  if (of.verdict.says == outcome::held) {
    made["rarer_than"] = checks::rule_of_three(of.total.sent);
  }
  made["plan"] = each(of.plans, plan);
  made["recovery"] = each(of.recoveries, recovery_figures);
  made["unrecovered"] = of.unrecovered;
  made["origin"] = origin(of.origin);
  return json::serialize(made) + "\n";
}

provenance parse_provenance(std::string_view verdict_json) {
  provenance found;
  json::error_code failed;
  const json::value whole = json::parse(verdict_json, failed);
  if (failed || !whole.is_object()) return found;
  const auto* origin = whole.get_object().if_contains("origin");
  if (origin == nullptr || !origin->is_object()) return found;
  const auto& from = origin->get_object();
  found.about = text(from, "about");
  found.command = text(from, "command");
  take_facts(from, found);
  const auto* agree = from.if_contains("checkers_agree");
  if (agree != nullptr && agree->is_bool()) found.checkers_agree = agree->get_bool();
  return found;
}

}  // namespace parley::report
