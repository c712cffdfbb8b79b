// Who suits whom: as matchmaker/pairing/library/partners.lua has it.
#include <algorithm>
#include <limits>

#include "tests/simulation/redis_model/pairing_view.hpp"

namespace parley::redis_model {
namespace {

constexpr std::size_t kept_partners = 8;
constexpr std::size_t sample = 16;
constexpr auto anybody = [](const ticket&) { return true; };

// Those at the front go first; among equals the choice is random.
const ticket* pick(const std::vector<const ticket*>& from, lua_random& chance) {
  constexpr auto behind = std::numeric_limits<std::int64_t>::max();
  auto best = behind;
  std::vector<const ticket*> equals;
  for (const auto* each : from) {
    const auto rank = each->front ? each->place : behind;
    if (rank < best) equals.clear();
    best = std::min(best, rank);
    if (rank == best) equals.push_back(each);
  }
  if (equals.empty()) return nullptr;
  return equals[chance.between(1, equals.size()) - 1];
}

}  // namespace

const ticket* pairing_data::pairable(const view& by, const std::string& session,
                                     const listing& where) {
  const auto* one = ticket_of(session, by.now);
  if (one != nullptr && lease_of(session, by.now).value_or(0) <= by.now) {
    remove(*one, by.now);
    one = nullptr;
  }
  if (one != nullptr && !one->detached && one->pool == where.pool) return one;
  unlist(where, session, by.now);
  return nullptr;
}

bool pairing_data::has_met(const view& by, const ticket& one, const ticket& other) const {
  const auto* const met = partners_.find(one.key.session, by.now);
  return met != nullptr && std::ranges::find(*met, other.key.session) != met->end();
}

bool pairing_data::has_blocked(const view& by, const ticket& one, const ticket& other) const {
  const auto* const blocked = blocked_.find(one.key.session, by.now);
  return blocked != nullptr && blocked->score_of(other.key.session).has_value();
}

pairing_data::strings pairing_data::all_of(const view& by, const listing& where,
                                           std::size_t most) const {
  const auto* const members = listed_in(where, by.now);
  return members == nullptr ? strings{} : members->members(0, most);
}

pairing_data::strings pairing_data::some_of(view& by, const listing& where) const {
  const auto* const members = listed_in(where, by.now);
  if (members == nullptr || members->size() <= sample) return all_of(by, where, sample);
  auto some = members->members(by.chance.between(0, members->size() - 1), sample);
  for (auto& session : members->members(0, sample - some.size()))
    some.push_back(std::move(session));
  return some;
}

template <class Fits>
void pairing_data::look_under(const view& by, const ticket& one, const listing& where,
                              const strings& sessions, candidates& found, Fits fits) {
  for (const auto& session : sessions) {
    if (session == one.key.session || found.seen.contains(session)) continue;
    const auto* const other = pairable(by, session, where);
    if (other == nullptr || has_blocked(by, one, *other) || !fits(*other)) continue;
    found.seen.insert(session);
    const bool are_avoiding = has_met(by, one, *other) || has_met(by, *other, one);
    (are_avoiding ? found.again : found.anew).push_back(other);
  }
}

bool pairing_data::waits_with_others(const view& by, const ticket& one) {
  const listing queue{listing::kind::queue, one.pool};
  constexpr auto most = 2 * kept_partners + 1;
  const auto sessions = all_of(by, queue, most + 1);
  if (sessions.size() > most) return true;
  candidates found;
  look_under(by, one, queue, sessions, found, anybody);
  return !found.anew.empty();
}

// Where shared interests have brought nobody new.
void pairing_data::look_for_anybody(view& by, const ticket& one, candidates& found) {
  const listing queue{listing::kind::queue, one.pool};
  const listing alike{listing::kind::takes, one.pool, "="};
  if (!by.is_patient(one)) return look_under(by, one, queue, some_of(by, queue), found, anybody);
  if (one.interests.empty()) look_under(by, one, alike, some_of(by, alike), found, anybody);
  look_under(by, one, queue, all_of(by, queue, sample), found,
             [&by](const ticket& other) { return !by.is_patient(other); });
}

const ticket* pairing_data::partner_for(view& by, const ticket& one) {
  candidates found;
  for (const auto& interest : one.interests) {
    const listing takers{listing::kind::takes, one.pool, "#" + interest};
    look_under(by, one, takers, some_of(by, takers), found, anybody);
  }
  if (found.anew.empty()) look_for_anybody(by, one, found);
  if (found.anew.empty() && !found.again.empty() && !waits_with_others(by, one)) {
    for (const auto* other : found.again)
      if (!waits_with_others(by, *other)) found.anew.push_back(other);
  }
  return pick(found.anew, by.chance);
}

}  // namespace parley::redis_model
