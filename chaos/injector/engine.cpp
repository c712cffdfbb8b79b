// Scope, schedule, decision, budget: in this order.
#include "chaos/injector/engine.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "chaos/injector/schedule.hpp"
#include "core/base/check.hpp"

namespace parley::injector {

// Multiples of the golden ratio spread evenly, whatever they begin with.
milliseconds jittered(milliseconds base, const strike& struck, std::uint64_t n) {
  const double place = struck.size + static_cast<double>(n) * 0.61803398874989485;
  const double share = place - std::floor(place);
  const auto most = static_cast<double>(struck.how.jitter.count());
  return base + milliseconds(static_cast<std::int64_t>(share * most));
}

void engine::take_up(plan next, steady_time now) {
  PARLEY_CHECK(!find_mistake(next));
  drop();
  plan_ = std::move(next);
  since_ = now;
  is_active_ = true;
  states_.assign(plan_.faults.size(), {});
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const auto& each = plan_.faults[i];
    states_[i].key = key_of(plan_.seed, here_.process, each.name);
    states_[i].is_in_scope = is_in_scope(each);
    for (std::size_t at = 0; at < phase_count; ++at)
      if (states_[i].is_in_scope && each.percent[at] > 0) asked_[at].push_back(i);
  }
}

void engine::drop() {
  is_active_ = false;
  standing_.clear();
  for (auto& each : asked_)
    each.clear();
}

bool engine::has_expired(steady_time now) const {
  return is_active_ && age(now) >= plan_.expires_after;
}

bool engine::comes_to(phase at) const {
  return !asked_[static_cast<std::size_t>(at)].empty();
}

bool engine::is_in_scope(const fault& asked) const {
  if (asked.where.only && *asked.where.only != here_.runs) return false;
  const auto& nodes = asked.where.nodes;
  return nodes.empty() || std::find(nodes.begin(), nodes.end(), here_.process) != nodes.end();
}

bool engine::spares(const fault& asked, const chance& given) const {
  if (given.connection != 0 && given.connection < asked.from_connection) return true;
  if (given.message != 0 && given.message < asked.from_message) return true;
  if (asked.where.rooms >= 100) return false;
  return given.room.empty() || place_of_room(plan_.seed, given.room) * 100 >= asked.where.rooms;
}

std::optional<strike> engine::ask(const chance& given, steady_time now) {
  if (has_expired(now)) return std::nullopt;
  for (const auto fault : asked_[static_cast<std::size_t>(given.at)])
    if (auto struck = ask_one(fault, given, age(now))) return struck;
  return std::nullopt;
}

std::optional<strike> engine::ask_one(std::size_t fault, const chance& given, milliseconds age) {
  const auto& asked = plan_.faults[fault];
  const double wanted = asked.percent_in(given.at) * share_at(asked.when, age) / 100;
  if (wanted <= 0 || spares(asked, given)) return std::nullopt;

  auto& its = states_[fault];
  auto& done = its.done[static_cast<std::size_t>(given.at)];
  ++done.chances;
  done.asked += wanted;
  const auto drawn = draw_for(its.key, given.at, given.connection, given.message);
  if (drawn.strikes >= wanted) return std::nullopt;
  if (standing_.size() >= plan_.budget || (asked.times && its.strikes >= *asked.times)) {
    ++done.held_back;
    return std::nullopt;
  }
  ++its.strikes;
  ++done.struck;
  standing_.insert(++tickets_);
  return strike{tickets_,         asked.kind,    asked.name, given.at,
                given.connection, given.message, asked.how,  drawn.size};
}

const figures& engine::of(std::size_t fault, phase at) const {
  return states_.at(fault).done[static_cast<std::size_t>(at)];
}

double engine::percent_now(std::size_t fault, phase at, steady_time now) const {
  if (!is_active_ || has_expired(now)) return 0;
  const auto& asked = plan_.faults.at(fault);
  return asked.percent_in(at) * share_at(asked.when, age(now));
}

}  // namespace parley::injector
