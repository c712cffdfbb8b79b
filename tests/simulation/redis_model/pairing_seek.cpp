// Entering and pairing: as seek.lua and pairs.lua in matchmaker/pairing/library have them.
#include <algorithm>
#include <utility>

#include "tests/simulation/redis_model/pairing_view.hpp"

namespace parley::redis_model {
namespace {

using pairing::ticket_state;

constexpr std::size_t kept_waits = 200;
constexpr std::size_t kept_partners = 8;
constexpr milliseconds kept{3'600'000};
constexpr milliseconds retry{1'000};
constexpr milliseconds token_life{86'400'000};

std::vector<std::string> shared(const ticket& one, const ticket& other) {
  std::vector<std::string> both;
  for (const auto& interest : other.interests)
    if (std::ranges::find(one.interests, interest) != one.interests.end()) both.push_back(interest);
  return both;
}

template <class Value>
void remember(keyspace<std::string, std::deque<Value>>& lists, const std::string& key, Value value,
              std::size_t most, unix_ms now) {
  auto& list = lists.open(key, now);
  list.push_front(std::move(value));
  if (list.size() > most) list.pop_back();
  lists.expire(key, kept, now);
}

std::int64_t waited(const ticket& one, unix_ms now) {
  return std::max<std::int64_t>(0, now - one.since);
}

}  // namespace

// ---- pairing -----------------------------------------------------------------------------------

void pairing_data::assign(const view& by, pairing::assignment both, const ticket& one,
                          const ticket& partner, seat_number seat) {
  both.session = one.key.session;
  both.attempt = one.key.attempt;
  both.seat = seat;
  both.pool = one.pool;
  both.waited = milliseconds{waited(one, by.now)};
  assigned_.set(both.session, both);
  assigned_.expire(both.session, by.from.assigned_ttl, by.now);
  std::erase(partners_.open(both.session, by.now), partner.key.session);
  remember(partners_, both.session, partner.key.session, kept_partners, by.now);
  remember(waits_, one.pool, static_cast<std::uint64_t>(both.waited.count()), kept_waits, by.now);
  deliver(one.holder, pairing::assigned_letter{one.key.connection, std::move(both)}, by.now);
}

void pairing_data::look_again_later(const view& by, const ticket& one) {
  auto* const due = listings_.find({listing::kind::due, one.pool}, by.now);
  if (due == nullptr) return;
  due->update(one.key.session, by.is_patient(one) ? one.since + by.from.interest_patience.count()
                                                  : by.now + retry.count());
}

// Who has waited longer sits in seat 1; of equals, the one whose turn it was not.
void pairing_data::pair(const view& by, ticket one, ticket other, std::size_t n) {
  if (other.since <= one.since) std::swap(one, other);
  if (!wrong_.keeps_a_ticket) remove(one, by.now);
  remove(other, by.now);
  pairing::assignment both;
  both.room = by.asked.nonce + "-" + std::to_string(n);
  both.node = by.asked.nodes[n - 1];
  both.interests = shared(one, other);
  both.names = {one.name, other.name};
  sat_.set(both.room, {one.key.session, other.key.session});
  sat_.expire(both.room, token_life, by.now);
  assign(by, both, other, one, 2);
  assign(by, both, one, other, 1);
}

void pairing_data::pair_all(view& by, const strings& pools, pairing::partners_sought& sought) {
  for (const auto& pool : pools) {
    const listing due{listing::kind::due, pool};
    const auto* const listed = listed_in(due, by.now);
    const auto turns = listed == nullptr ? strings{} : listed->members_up_to(by.now, by.from.turns);
    sought.more = sought.more || turns.size() == by.from.turns;
    for (const auto& session : turns) {
      const auto* const one = pairable(by, session, due);
      const auto* const other = one == nullptr ? nullptr : partner_for(by, *one);
      if (other == nullptr) {
        if (one != nullptr) look_again_later(by, *one);
        continue;
      }
      if (sought.pairs.size() == by.asked.nodes.size()) {
        sought.more = true;
        return;
      }
      sought.pairs.push_back(pool);
      pair(by, *one, *other, sought.pairs.size());
    }
  }
}

// ---- entering ----------------------------------------------------------------------------------

std::int64_t pairing_data::place_of(const ticket& one, unix_ms now) const {
  if (!one.front) return one.since;
  const auto* const queue = listed_in({listing::kind::queue, one.pool}, now);
  const auto first = queue == nullptr ? one.since : queue->ranks().front().score;
  return std::min(first, one.since) - 1;
}

pairing::ticket_outcome pairing_data::enter(const view& by, const pairing::wish& wish) {
  const auto& session = wish.key.session;
  const auto* const known = ticket_of(session, by.now);
  const auto* const found = assigned_.find(session, by.now);
  const auto newest =
      std::max(known == nullptr ? 0 : known->key.attempt, found == nullptr ? 0 : found->attempt);
  if (wish.key.attempt < newest) return {ticket_state::replaced};
  if (found != nullptr && found->attempt == wish.key.attempt)
    return {ticket_state::assigned, milliseconds{0}, *found};

  ticket one{.key = wish.key,
             .pool = wish.pool,
             .name = wish.name,
             .interests = wish.interests,
             .holder = by.from.holder,
             .front = wish.front,
             .since = by.now - wish.waited.count()};
  if (const bool is_same = take_over(by, one, known); !is_same) one.place = place_of(one, by.now);
  assigned_.erase(session);
  blocked_.expire(session, token_life, by.now);
  const auto& entered = tickets_.set(session, std::move(one));
  list(entered, by.now);
  renew(entered, by.from.ticket_lease, by.now);
  return {ticket_state::waiting, milliseconds{waited(entered, by.now)}};
}

// A wish that is asked again keeps its place. Whether `known` was that.
bool pairing_data::take_over(const view& by, ticket& one, const ticket* known) {
  if (known == nullptr) return false;
  if (known->holder != one.holder || known->key.connection != one.key.connection)
    tell_replaced(*known, by.now);
  const bool is_same = known->key.attempt == one.key.attempt && known->pool == one.pool;
  if (is_same) {
    one.since = known->since;
    one.place = known->place;
    one.front = known->front;
  }
  remove(*known, by.now);
  return is_same;
}

pairing::partners_sought pairing_data::seek(const matchmaker_caller& from,
                                            const pairing::seek_partners& asked, unix_ms now) {
  view by{from, asked, now, lua_random(asked.seed)};
  drop_expired(now);
  pairing::partners_sought sought;
  auto pools = asked.pools;
  for (const auto& wish : asked.wishes) {
    sought.outcomes.push_back(enter(by, wish));
    pools.push_back(wish.pool);
  }
  // Each once, in the order in which they were named.
  std::set<std::string> named;
  std::erase_if(pools, [&named](const std::string& pool) { return !named.insert(pool).second; });
  pair_all(by, pools, sought);
  return sought;
}

}  // namespace parley::redis_model
