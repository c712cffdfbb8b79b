// One record of a room's log as a typed value, and as the fields of a Redis stream (docs/redis.md).
// Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/messages.hpp"

namespace parley::room {

// What a reader of the log knows of one seat.
struct seat_log {
  seq_number stored = 0;   // the highest seq that counts
  seq_number base = 1;     // the log serves this seat without a hole from here
  std::string name;        // as last logged; empty: never
  bool is_member = false;  // of a named room, now
  friend bool operator==(const seat_log&, const seat_log&) = default;
};

// What a reader of the log knows of the room.
struct log_state {
  std::map<seat_number, seat_log> seats{};
  bool opened = false;
  std::string lock{};  // of a named room: what its key must match
  friend bool operator==(const log_state&, const log_state&) = default;
};

struct moved_record {  // a claim: the fence
  std::string node;
  friend bool operator==(const moved_record&, const moved_record&) = default;
};

struct snapshot_record {  // the state as of the log before it
  log_state state;
  friend bool operator==(const snapshot_record&, const snapshot_record&) = default;
};

struct opened_record {  // all members have joined once
  friend bool operator==(const opened_record&, const opened_record&) = default;
};

struct base_record {  // all of the seat up to seq is delivered; the log may lack it
  seat_number seat = 0;
  seq_number seq = 0;
  friend bool operator==(const base_record&, const base_record&) = default;
};

struct message_record {
  seat_number seat = 0;
  seq_number seq = 0;
  std::string kind;
  std::string body;
  unix_ms at = 0;
  seq_number of = 0;  // the message that it edits or deletes; 0: none
  std::optional<wire::file_info> file{};
  std::optional<wire::sender_clock> clock{};
  std::optional<double> ref{};  // the node's clock to its reference when it was stored, in ms
  bool filtered = false;        // the words filter has changed the body
  friend bool operator==(const message_record&, const message_record&) = default;
};

struct name_record {
  seat_number seat = 0;
  std::string name;
  friend bool operator==(const name_record&, const name_record&) = default;
};

struct joined_record {  // a named room has a new member
  seat_number seat = 0;
  std::string name;
  friend bool operator==(const joined_record&, const joined_record&) = default;
};

struct left_record {  // and this one is gone
  seat_number seat = 0;
  friend bool operator==(const left_record&, const left_record&) = default;
};

using record = std::variant<moved_record, snapshot_record, opened_record, base_record,
                            message_record, name_record, joined_record, left_record>;

struct log_entry {
  entry_id id;
  record what;
  // Where signs_writer: the instance that wrote it, filled in on the way to the log and from it;
  // empty: not told. It is no part of what the entry says.
  std::string by{};
  friend bool operator==(const log_entry& one, const log_entry& other) {
    return one.id == other.id && one.what == other.what;
  }
};

// What a reader may believe only of the owner of that very log. The stream's field for it.
[[nodiscard]] bool signs_writer(const record& what);
inline constexpr char writer_field[] = "i";

using record_fields = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] record_fields to_fields(const record& what);

// None for anything that no version of this program has written. Unknown fields are passed over.
[[nodiscard]] std::optional<record> parse_record(const record_fields& fields);

}  // namespace parley::room
