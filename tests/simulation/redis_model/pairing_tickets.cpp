// Tickets in Redis: listed, renewed, dropped; and all that is asked of them but to be paired.
#include <algorithm>
#include <utility>

#include "tests/simulation/redis_model/pairing_data.hpp"

namespace parley::redis_model {
namespace {

using pairing::ticket_state;

constexpr milliseconds kept{3'600'000};
constexpr std::size_t sweep = 500;
constexpr milliseconds token_life{86'400'000};
constexpr std::size_t mail_cap = 10'000;
const std::string leases;  // the name of the one key

std::vector<listing> listings_of(const ticket& one) {
  std::vector<listing> all{{listing::kind::queue, one.pool}, {listing::kind::due, one.pool}};
  if (one.interests.empty()) all.push_back({listing::kind::takes, one.pool, "="});
  for (const auto& interest : one.interests)
    all.push_back({listing::kind::takes, one.pool, "#" + interest});
  return all;
}

bool is_held_by(const ticket& one, const std::string& holder, connection_id connection) {
  return one.holder == holder && one.key.connection == connection;
}

}  // namespace

const ticket* pairing_data::ticket_of(const std::string& session, unix_ms now) const {
  return tickets_.find(session, now);
}

const sorted_set* pairing_data::listed_in(const listing& where, unix_ms now) const {
  return listings_.find(where, now);
}

std::optional<std::int64_t> pairing_data::lease_of(const std::string& session, unix_ms now) const {
  const auto* const ends = leases_.find(leases, now);
  return ends == nullptr ? std::nullopt : ends->score_of(session);
}

// ---- in and out --------------------------------------------------------------------------------

void pairing_data::list(const ticket& one, unix_ms now) {
  for (const auto& where : listings_of(one))
    listings_.open(where, now).add(one.key.session, one.place);
}

void pairing_data::unlist(const listing& where, const std::string& session, unix_ms now) {
  auto* const found = listings_.find(where, now);
  if (found == nullptr) return;
  found->remove(session);
  if (found->empty()) listings_.erase(where);
}

void pairing_data::unlist(const ticket& one, unix_ms now) {
  for (const auto& where : listings_of(one))
    unlist(where, one.key.session, now);
}

void pairing_data::renew(const ticket& one, milliseconds lease, unix_ms now) {
  const auto time_to_live = lease + kept;
  leases_.open(leases, now).add(one.key.session, now + lease.count());
  leases_.expire(leases, time_to_live, now);
  tickets_.expire(one.key.session, time_to_live, now);
  for (const auto& where : listings_of(one))
    listings_.expire(where, time_to_live, now);
}

void pairing_data::forget_lease(const std::string& session, unix_ms now) {
  auto* const ends = leases_.find(leases, now);
  if (ends == nullptr) return;
  ends->remove(session);
  if (ends->empty()) leases_.erase(leases);
}

void pairing_data::remove(const ticket& one, unix_ms now) {
  unlist(one, now);
  forget_lease(one.key.session, now);
  tickets_.erase(std::string(one.key.session));  // a copy: the ticket goes with its key
}

void pairing_data::drop_expired(unix_ms now) {
  const auto* const ends = leases_.find(leases, now);
  if (ends == nullptr) return;
  for (const auto& session : ends->members_up_to(now, sweep)) {
    if (const auto* one = ticket_of(session, now)) remove(*one, now);
    forget_lease(session, now);
  }
}

void pairing_data::deliver(const std::string& holder, pairing::letter what, unix_ms now) {
  mail_.put(holder, std::move(what), now, mail_cap);
}

void pairing_data::tell_replaced(const ticket& one, unix_ms now) {
  if (!one.detached) deliver(one.holder, pairing::replaced_letter{one.key}, now);
}

// ---- asked -------------------------------------------------------------------------------------

pairing_data::known_ticket pairing_data::look_up(const std::string& holder,
                                                 const pairing::ticket_key& asked,
                                                 unix_ms now) const {
  const auto* const one = ticket_of(asked.session, now);
  const auto* const found = assigned_.find(asked.session, now);
  if (one != nullptr && one->key.attempt == asked.attempt &&
      is_held_by(*one, holder, asked.connection))
    return {{one->detached ? ticket_state::gone : ticket_state::waiting}, one};
  if (found != nullptr && found->attempt == asked.attempt)
    return {{ticket_state::assigned, milliseconds{0}, *found}};
  const auto newest =
      std::max(one == nullptr ? 0 : one->key.attempt, found == nullptr ? 0 : found->attempt);
  return {{newest >= asked.attempt ? ticket_state::replaced : ticket_state::gone}};
}

pairing::cancel_decided pairing_data::cancel(const matchmaker_caller& from,
                                             const pairing::ticket_key& asked, unix_ms now) {
  const auto known = look_up(from.holder, asked, now);
  if (known.own == nullptr) return {known.outcome};
  remove(*known.own, now);
  return {{ticket_state::cancelled}};
}

void pairing_data::detach(const matchmaker_caller& from, const pairing::ticket_key& asked,
                          unix_ms now) {
  auto* const one = tickets_.find(asked.session, now);
  if (one == nullptr || !is_held_by(*one, from.holder, asked.connection)) return;
  unlist(*one, now);
  one->detached = true;
  renew(*one, from.ticket_lease, now);
}

pairing::tickets_looked_up pairing_data::look_up(const matchmaker_caller& from,
                                                 const pairing::look_up_tickets& asked,
                                                 unix_ms now) {
  drop_expired(now);
  pairing::tickets_looked_up found;
  for (const auto& key : asked.tickets) {
    const auto known = look_up(from.holder, key, now);
    if (known.outcome.state == ticket_state::waiting) renew(*known.own, from.ticket_lease, now);
    found.outcomes.push_back(known.outcome);
  }
  for (const auto& pool : asked.pools) {
    const auto* const queue = listed_in({listing::kind::queue, pool}, now);
    const auto* const waits = waits_.find(pool, now);
    auto& state = found.pools.emplace_back();
    if (queue != nullptr) state.waiting = queue->size();
    if (waits != nullptr) state.waits_ms.assign(waits->begin(), waits->end());
  }
  return found;
}

std::vector<pairing::letter> pairing_data::take_letters(const std::string& holder, unix_ms now) {
  return mail_.take(holder, now);
}

// ---- blocks; no session of a simulation has a thousand of them ------------------------------

pairing::partner_blocked pairing_data::block(const pairing::block_partner& asked, unix_ms now) {
  const auto* const sat = sat_.find(asked.room, now);
  if (sat == nullptr || (sat->first != asked.session && sat->second != asked.session))
    return {.is_known = false};
  const auto block_one = [&](const std::string& session, const std::string& other) {
    blocked_.open(session, now).add(other, now);
    blocked_.expire(session, token_life, now);
  };
  block_one(sat->first, sat->second);
  block_one(sat->second, sat->first);
  return {};
}

}  // namespace parley::redis_model
