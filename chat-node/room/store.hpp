// What a room asks of Redis, and what Redis answers, as typed values. The service turns them into
// commands and replies back into these. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "chat-node/room/log_record.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/messages.hpp"

namespace parley::room {

struct owner_record {
  std::string node{};
  std::string instance{};
  std::uint64_t epoch = 0;
  bool ended = false;
  std::string reason{};             // when ended
  std::optional<seat_number> by{};  // when ended
  friend bool operator==(const owner_record&, const owner_record&) = default;
};

// ---- commands ----------------------------------------------------------------------------------

struct read_owner {
  friend bool operator==(const read_owner&, const read_owner&) = default;
};

struct claim_room {
  std::uint64_t known_epoch = 0;
  std::string expected_owner;  // the instance that owns it now; empty: nobody
  bool force = false;          // not held to the interval between moves
  std::string lock{};          // of a named room, which lives longer and keeps its key
  bool is_lock_known = false;  // from the log, not only from a seat token
  friend bool operator==(const claim_room&, const claim_room&) = default;
};

struct read_log {  // one page, of at most log_page_entries
  entry_id after;
  friend bool operator==(const read_log&, const read_log&) = default;
};

struct append_entries {
  std::vector<log_entry> entries;
  bool touch = false;     // the room lives on: renew its time to live
  bool is_named = false;  // it lives longer than a pair's
  friend bool operator==(const append_entries&, const append_entries&) = default;
};

struct await_replicas {  // of all that was appended on this link
  friend bool operator==(const await_replicas&, const await_replicas&) = default;
};

struct verify_log {  // owner record, top, and the entries above what is known to be stored
  entry_id after;
  bool is_named = false;
  friend bool operator==(const verify_log&, const verify_log&) = default;
};

struct end_room {
  std::uint64_t epoch = 0;
  std::string reason;
  std::optional<seat_number> by{};
  friend bool operator==(const end_room&, const end_room&) = default;
};

struct tell_owner {  // a word into the mailbox of a node whose room was taken over; it is not
                     // answered
  std::string node;
  std::uint64_t epoch = 0;
  friend bool operator==(const tell_owner&, const tell_owner&) = default;
};

struct keep_report {  // with the last entries of the log, sealed
  seat_number by = 0;
  wire::report what;
  unix_ms at = 0;
  friend bool operator==(const keep_report&, const keep_report&) = default;
};

using store_request = std::variant<read_owner, claim_room, read_log, append_entries, await_replicas,
                                   verify_log, end_room, tell_owner, keep_report>;

inline constexpr std::size_t log_page_entries = 256;

// ---- answers -----------------------------------------------------------------------------------

struct owner_found {
  std::optional<owner_record> owner;
  friend bool operator==(const owner_found&, const owner_found&) = default;
};

struct claim_granted {
  entry_id moved;
  friend bool operator==(const claim_granted&, const claim_granted&) = default;
};

struct claim_too_soon {
  milliseconds retry{0};
  friend bool operator==(const claim_too_soon&, const claim_too_soon&) = default;
};

struct owned_by_other {  // a claim or an end was refused: this is the owner
  owner_record owner;
  friend bool operator==(const owned_by_other&, const owned_by_other&) = default;
};

struct room_over {  // a claim found a tombstone, or an end was done
  std::string reason;
  std::optional<seat_number> by{};
  friend bool operator==(const room_over&, const room_over&) = default;
};

struct log_page {
  std::vector<log_entry> entries;
  entry_id last{};          // of the page, also when that entry was not understood
  bool is_last = true;      // no page follows
  std::size_t strange = 0;  // entries that no version of this program has written
  friend bool operator==(const log_page&, const log_page&) = default;
};

enum class append_outcome {
  stored,
  fenced,        // an id was at or below the top: somebody else has claimed, or it is there already
  missing,       // there is no such log
  full,          // Redis is out of memory; nothing was stored
  unknown,       // some of it, or a reply that makes no sense: read the tail back
  unreplicated,  // stored, but not yet on as many replicas as are to have it
};

struct appended {
  append_outcome outcome = append_outcome::stored;
  friend bool operator==(const appended&, const appended&) = default;
};

struct verified {
  std::optional<owner_record> owner{};
  std::optional<entry_id> top{};
  std::vector<log_entry> above{};  // at most one more than an append can hold
  friend bool operator==(const verified&, const verified&) = default;
};

struct report_kept {
  friend bool operator==(const report_kept&, const report_kept&) = default;
};

struct store_lost {  // the link broke: whether it was done is unknown
  friend bool operator==(const store_lost&, const store_lost&) = default;
};

struct store_failed {  // Redis refused it, for a reason that nobody expects
  std::string why;
  friend bool operator==(const store_failed&, const store_failed&) = default;
};

using store_reply =
    std::variant<owner_found, claim_granted, claim_too_soon, owned_by_other, room_over, log_page,
                 appended, verified, report_kept, store_lost, store_failed>;

}  // namespace parley::room
