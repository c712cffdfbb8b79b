// What a matchmaker asks of Redis and what Redis answers, as plain values; README.md tells of the
// functions behind them. Pure: no JSON, no sockets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/messages.hpp"

namespace parley::pairing {

// ---- asked -------------------------------------------------------------------------------------

// A ticket by the connection that waits for it.
struct ticket_key {
  std::string session;
  connection_id connection = 0;
  std::uint64_t attempt = 0;
  friend bool operator==(const ticket_key&, const ticket_key&) = default;
};

struct wish {
  ticket_key key;
  std::string pool;
  std::string name;
  std::vector<std::string> interests{};
  bool front = false;
  milliseconds waited{0};  // so far, should Redis have lost the ticket
  friend bool operator==(const wish&, const wish&) = default;
};

// Enter the wishes and pair; also those in `pools` whose turn it is.
struct seek_partners {
  std::vector<wish> wishes{};
  std::vector<std::string> pools{};
  std::vector<std::string> nodes{};  // one for each pair at most, taken in order
  std::string nonce{};               // of the rooms' names
  std::uint32_t seed = 0;            // below 2^31
  friend bool operator==(const seek_partners&, const seek_partners&) = default;
};

struct cancel_ticket {
  ticket_key key;
  friend bool operator==(const cancel_ticket&, const cancel_ticket&) = default;
};

// Like cancel_ticket, but nobody waits for the answer: none comes.
struct drop_ticket {
  ticket_key key;
  friend bool operator==(const drop_ticket&, const drop_ticket&) = default;
};

// The connection is gone; no answer comes.
struct detach_ticket {
  ticket_key key;
  friend bool operator==(const detach_ticket&, const detach_ticket&) = default;
};

struct look_up_tickets {
  std::vector<ticket_key> tickets{};
  std::vector<std::string> pools{};
  friend bool operator==(const look_up_tickets&, const look_up_tickets&) = default;
};

// Of a room, for `resume`.
struct read_owner {
  std::string room;
  friend bool operator==(const read_owner&, const read_owner&) = default;
};

// A named room: keeps its lock if it has none yet, and says who owns it.
struct open_named {
  std::string room;
  std::string lock;
  friend bool operator==(const open_named&, const open_named&) = default;
};

// Of a room that may have ended; with the last entries of its log, sealed.
struct keep_report {
  std::string room;
  seat_number by = 0;
  wire::report what;
  unix_ms at = 0;
  friend bool operator==(const keep_report&, const keep_report&) = default;
};

// The two who were paired in `room` are never paired again; `session` is one of them.
struct block_partner {
  std::string room;
  std::string session;
  friend bool operator==(const block_partner&, const block_partner&) = default;
};

using store_request =
    std::variant<seek_partners, cancel_ticket, drop_ticket, detach_ticket, look_up_tickets,
                 read_owner, open_named, keep_report, block_partner>;

// ---- answered ----------------------------------------------------------------------------------

struct assignment {
  std::string session;
  std::uint64_t attempt = 0;
  std::string room;
  seat_number seat = 0;
  std::string node;
  std::string pool;
  std::vector<std::string> interests{};  // shared ones
  std::vector<std::string> names{};      // of the seats, from 1
  milliseconds waited{0};
  friend bool operator==(const assignment&, const assignment&) = default;
};

enum class ticket_state {
  waiting,
  assigned,   // see `found`
  replaced,   // the session waits elsewhere, or has a newer wish
  cancelled,  //
  gone,       // Redis knows nothing of it
};

struct ticket_outcome {
  ticket_state state = ticket_state::gone;
  milliseconds waited{0};             // of a ticket that has just been entered
  std::optional<assignment> found{};  // exactly when assigned
  friend bool operator==(const ticket_outcome&, const ticket_outcome&) = default;
};

struct partners_sought {
  std::vector<ticket_outcome> outcomes{};  // one for each wish
  std::vector<std::string> pairs{};        // the pool of each pair made
  bool more = false;                       // call again
  friend bool operator==(const partners_sought&, const partners_sought&) = default;
};

struct cancel_decided {
  ticket_outcome outcome;
  friend bool operator==(const cancel_decided&, const cancel_decided&) = default;
};

struct pool_state {
  std::uint64_t waiting = 0;
  std::vector<std::uint64_t> waits_ms{};  // of the pairs made last, newest first
  friend bool operator==(const pool_state&, const pool_state&) = default;
};

struct tickets_looked_up {
  std::vector<ticket_outcome> outcomes{};  // one for each ticket
  std::vector<pool_state> pools{};         // one for each pool
  friend bool operator==(const tickets_looked_up&, const tickets_looked_up&) = default;
};

struct room_owner {
  std::string node;
  std::string instance;
  bool is_ended = false;
  std::string reason{};  // when ended
  std::optional<seat_number> by{};
  friend bool operator==(const room_owner&, const room_owner&) = default;
};

struct owner_read {
  std::optional<room_owner> owner{};  // none: Redis knows nothing of the room
  friend bool operator==(const owner_read&, const owner_read&) = default;
};

struct named_opened {
  bool fits = true;                   // false: the room has another lock
  std::optional<room_owner> owner{};  // none: nobody owns it
  friend bool operator==(const named_opened&, const named_opened&) = default;
};

struct report_kept {
  bool is_known = true;  // false: neither the room's log nor a copy of it is left
  friend bool operator==(const report_kept&, const report_kept&) = default;
};

struct partner_blocked {
  bool is_known = true;  // false: who was paired in that room is known no more
  friend bool operator==(const partner_blocked&, const partner_blocked&) = default;
};

// No answer, and none will come: whether Redis did it is unknown. link_lost follows.
struct store_lost {
  friend bool operator==(const store_lost&, const store_lost&) = default;
};

// Redis refused (out of memory, say), or answered what we do not understand.
struct store_failed {
  std::string why;
  friend bool operator==(const store_failed&, const store_failed&) = default;
};

using store_reply =
    std::variant<partners_sought, cancel_decided, tickets_looked_up, owner_read, named_opened,
                 report_kept, partner_blocked, store_lost, store_failed>;

// ---- told --------------------------------------------------------------------------------------

// From the mailbox. Never the only way to learn it.
struct assigned_letter {
  connection_id connection = 0;
  assignment what;
  friend bool operator==(const assigned_letter&, const assigned_letter&) = default;
};
struct replaced_letter {
  ticket_key key;
  friend bool operator==(const replaced_letter&, const replaced_letter&) = default;
};
using letter = std::variant<assigned_letter, replaced_letter>;

}  // namespace parley::pairing
