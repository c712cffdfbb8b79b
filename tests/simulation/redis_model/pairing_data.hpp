// What Redis keeps of tickets and pairs, and what the pairing functions do with it: the same
// functions under the same names, so that the two can be read side by side.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matchmaker/pairing/store.hpp"
#include "tests/simulation/redis_model/callers.hpp"
#include "tests/simulation/redis_model/keyspace.hpp"
#include "tests/simulation/redis_model/lua_random.hpp"
#include "tests/simulation/redis_model/mailboxes.hpp"
#include "tests/simulation/redis_model/mistakes.hpp"
#include "tests/simulation/redis_model/sorted_set.hpp"

namespace parley::redis_model {

// A ticket in a pool.
struct ticket {
  pairing::ticket_key key;
  std::string pool;
  std::string name;
  std::vector<std::string> interests;
  std::string holder;
  bool front = false;
  bool detached = false;
  unix_ms since = 0;
  std::int64_t place = 0;
};

// A sorted set in which the tickets of a pool are found.
struct listing {
  enum class kind : std::uint8_t { queue, due, takes };
  kind what = kind::queue;
  std::string pool;
  std::string word{};  // of `takes`
  friend auto operator<=>(const listing&, const listing&) = default;
};

class pairing_data {
 public:
  explicit pairing_data(mistakes wrong = {}) : wrong_(wrong) {}

  pairing::partners_sought seek(const matchmaker_caller& from, const pairing::seek_partners& asked,
                                unix_ms now);
  pairing::cancel_decided cancel(const matchmaker_caller& from, const pairing::ticket_key& asked,
                                 unix_ms now);
  void detach(const matchmaker_caller& from, const pairing::ticket_key& asked, unix_ms now);
  pairing::partner_blocked block(const pairing::block_partner& asked, unix_ms now);
  pairing::tickets_looked_up look_up(const matchmaker_caller& from,
                                     const pairing::look_up_tickets& asked, unix_ms now);
  std::vector<pairing::letter> take_letters(const std::string& holder, unix_ms now);
  void wipe() { *this = pairing_data(wrong_); }

  // ---- looking on ------------------------------------------------------------------------------
  // Null: Redis knows nothing of it.
  [[nodiscard]] const ticket* ticket_of(const std::string& session, unix_ms now) const;
  [[nodiscard]] const sorted_set* listed_in(const listing& where, unix_ms now) const;
  [[nodiscard]] std::optional<std::int64_t> lease_of(const std::string& session, unix_ms now) const;

 private:
  // What a call goes by.
  struct view;
  struct candidates;
  struct known_ticket {
    pairing::ticket_outcome outcome;
    const ticket* own = nullptr;  // the asking connection's
  };
  using strings = std::vector<std::string>;

  // tickets
  void list(const ticket& one, unix_ms now);
  void unlist(const ticket& one, unix_ms now);
  void unlist(const listing& where, const std::string& session, unix_ms now);
  void renew(const ticket& one, milliseconds lease, unix_ms now);
  void forget_lease(const std::string& session, unix_ms now);
  void remove(const ticket& one, unix_ms now);
  void drop_expired(unix_ms now);
  void deliver(const std::string& holder, pairing::letter what, unix_ms now);
  void tell_replaced(const ticket& one, unix_ms now);
  [[nodiscard]] known_ticket look_up(const std::string& holder, const pairing::ticket_key& asked,
                                     unix_ms now) const;

  // who suits whom
  const ticket* pairable(const view& by, const std::string& session, const listing& where);
  [[nodiscard]] bool has_met(const view& by, const ticket& one, const ticket& other) const;
  [[nodiscard]] bool has_blocked(const view& by, const ticket& one, const ticket& other) const;
  [[nodiscard]] strings some_of(view& by, const listing& where) const;
  [[nodiscard]] strings all_of(const view& by, const listing& where, std::size_t most) const;
  template <class Fits>
  void look_under(const view& by, const ticket& one, const listing& where, const strings& sessions,
                  candidates& found, Fits fits);
  bool waits_with_others(const view& by, const ticket& one);
  void look_for_anybody(view& by, const ticket& one, candidates& found);
  const ticket* partner_for(view& by, const ticket& one);

  // pairing
  void pair_all(view& by, const strings& pools, pairing::partners_sought& sought);
  void pair(const view& by, ticket one, ticket other, std::size_t n);
  void assign(const view& by, pairing::assignment both, const ticket& one, const ticket& partner,
              seat_number seat);
  void look_again_later(const view& by, const ticket& one);

  // entering
  pairing::ticket_outcome enter(const view& by, const pairing::wish& wish);
  bool take_over(const view& by, ticket& one, const ticket* known);
  [[nodiscard]] std::int64_t place_of(const ticket& one, unix_ms now) const;

  mistakes wrong_;
  keyspace<std::string, ticket> tickets_;  // by session, as the next two
  keyspace<std::string, pairing::assignment> assigned_;
  keyspace<std::string, std::deque<std::string>> partners_;         // newest first
  keyspace<std::string, std::pair<std::string, std::string>> sat_;  // sessions, by room
  keyspace<std::string, sorted_set> blocked_;                       // by session
  keyspace<listing, sorted_set> listings_;
  keyspace<std::string, sorted_set> leases_;                // one key: ""
  keyspace<std::string, std::deque<std::uint64_t>> waits_;  // by pool, newest first
  mailboxes<pairing::letter> mail_;                         // by holder
};

}  // namespace parley::redis_model
