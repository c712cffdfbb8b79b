// Every message of the protocol (docs/protocol.md sections 2 and 3) as a plain struct. Comparable,
// so that tests can state them whole. Texts are UTF-8; what the codec has decoded is within the
// limits.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace parley::wire {

// For each seat the highest seq; a seat that is not named counts as 0.
using version_vector = std::map<seat_number, seq_number>;

// A JSON-RPC id.
using request_id = std::variant<std::uint64_t, std::string>;

// What a visitor says about the other: a reason of the closed list and, if they like, words.
enum class report_reason { abuse, sexual, minor, threat, spam, other };

struct report {
  report_reason reason = report_reason::other;
  std::string words{};    // may be empty
  seat_number about = 0;  // in a named room; 0: the other of a pair
  friend bool operator==(const report&, const report&) = default;
};

// ---- client to matchmaker ----------------------------------------------------------------------

struct seek {
  std::string language;
  std::vector<std::string> interests{};  // trimmed, lower case (ASCII), without doubles
  std::string name{};
  std::uint64_t attempt = 1;
  std::string session{};   // token, or empty
  std::string priority{};  // token, or empty
  friend bool operator==(const seek&, const seek&) = default;
};

struct cancel {
  std::uint64_t attempt = 0;
  friend bool operator==(const cancel&, const cancel&) = default;
};

struct resume {
  std::string token;
  std::vector<std::string> unreachable{};  // node ids
  friend bool operator==(const resume&, const resume&) = default;
};

struct open_room {        // "open" on the wire
  std::string room;       // its name, trimmed, lower case (ASCII)
  std::string key{};      // 64 hex digits, or empty
  std::string name{};     // display name
  std::string session{};  // token, or empty
  friend bool operator==(const open_room&, const open_room&) = default;
};

struct report_by_token {  // "report" on the wire: also after the end
  std::string token;
  report what;
  friend bool operator==(const report_by_token&, const report_by_token&) = default;
};

struct block {
  std::string token;
  friend bool operator==(const block&, const block&) = default;
};

// ---- client to chat-node -----------------------------------------------------------------------

struct join {
  std::string token;
  version_vector applied{};
  seq_number next = 1;
  std::uint64_t epoch = 0;
  bool opened = false;
  bool claim = false;
  version_vector seen{};
  friend bool operator==(const join&, const join&) = default;
};

// What a message of kind `image` or `file` names. The bytes are fetched by their id.
struct file_info {
  std::string id;  // 32 hex digits: the first half of the SHA-256 of the bytes
  std::uint64_t size = 0;
  std::uint64_t width = 0;  // of an image, and its height, in pixels
  std::uint64_t height = 0;
  std::string name{};  // of a file
  friend bool operator==(const file_info&, const file_info&) = default;
};

// A sender's own clock when it said something, and what it knows of the node's: own + offset is the
// node's, ± error. In tenths of a millisecond (core/base/tenths.hpp).
struct sender_clock {
  unix_ms at = 0;
  double offset_ms = 0;
  double error_ms = 0;
  friend bool operator==(const sender_clock&, const sender_clock&) = default;
};

struct send {
  seq_number seq = 0;
  std::string kind = "text";  // what each kind is made of: message_kinds.hpp
  std::string body{};
  seq_number of = 0;  // 0: none
  std::optional<file_info> file{};
  std::optional<sender_clock> clock{};
  friend bool operator==(const send&, const send&) = default;
};

struct received {
  version_vector applied;
  friend bool operator==(const received&, const received&) = default;
};

struct seen {
  version_vector applied;
  friend bool operator==(const seen&, const seen&) = default;
};

struct typing {
  bool on = false;
  friend bool operator==(const typing&, const typing&) = default;
};

struct rename {
  std::string name;
  friend bool operator==(const rename&, const rename&) = default;
};

struct stay {
  friend bool operator==(const stay&, const stay&) = default;
};

struct leave {
  friend bool operator==(const leave&, const leave&) = default;
};

struct sync {
  unix_ms t0 = 0;
  friend bool operator==(const sync&, const sync&) = default;
};

// ---- results -----------------------------------------------------------------------------------

struct empty_result {
  friend bool operator==(const empty_result&, const empty_result&) = default;
};

struct seek_result {
  std::string session;
  std::uint64_t attempt = 0;
  friend bool operator==(const seek_result&, const seek_result&) = default;
};

struct resume_result {
  std::string node;
  bool claim = false;
  friend bool operator==(const resume_result&, const resume_result&) = default;
};

struct open_result {
  std::string session;
  std::string room;
  seat_number seat = 0;
  std::string token;
  std::string node;
  bool claim = false;
  friend bool operator==(const open_result&, const open_result&) = default;
};

enum class presence_state { expected, present, away, left };

struct member_info {
  seat_number seat = 0;
  std::string name;
  presence_state state = presence_state::expected;
  std::uint64_t left_ms = 0;  // of the grace, while away
  seq_number base = 1;
  version_vector applied{};
  version_vector seen{};
  friend bool operator==(const member_info&, const member_info&) = default;
};

// An own message that the words filter has changed, as it was stored.
struct filtered_message {
  seq_number seq = 0;
  std::string body;
  friend bool operator==(const filtered_message&, const filtered_message&) = default;
};

struct join_result {
  std::uint64_t epoch = 0;
  seat_number seat = 0;
  seq_number accepted = 0;
  unix_ms time = 0;
  std::uint64_t grace_ms = 0;
  std::vector<member_info> members{};
  std::vector<filtered_message> filtered{};  // by seq
  std::optional<seq_number> delivered{};  // in a named room: of this seat, to all who are present
  friend bool operator==(const join_result&, const join_result&) = default;
};

struct send_result {
  std::optional<entry_id> id{};  // unknown when long applied by all
  unix_ms at = 0;                // meaningful with id
  bool again = false;
  std::optional<std::string> body{};  // as stored, where the words filter has changed it
  friend bool operator==(const send_result&, const send_result&) = default;
};

// The node's clock + offset is the reference's, ± error. In tenths of a millisecond.
struct clock_reference {
  double offset_ms = 0;
  double error_ms = 0;
  friend bool operator==(const clock_reference&, const clock_reference&) = default;
};

struct sync_result {
  unix_ms t0 = 0;
  unix_ms t1 = 0;
  unix_ms t2 = 0;
  std::optional<clock_reference> reference{};
  friend bool operator==(const sync_result&, const sync_result&) = default;
};

// ---- notifications from the matchmaker ---------------------------------------------------------

struct wait_estimate {
  std::uint64_t p50_ms = 0;
  std::uint64_t p90_ms = 0;
  friend bool operator==(const wait_estimate&, const wait_estimate&) = default;
};

struct waiting {
  std::uint64_t attempt = 0;
  std::uint64_t elapsed_ms = 0;
  std::uint64_t waiting_count = 0;  // "waiting" on the wire
  bool any_partner = false;
  bool nodes = true;
  std::optional<wait_estimate> estimate{};
  friend bool operator==(const waiting&, const waiting&) = default;
};

struct partner_info {
  seat_number seat = 0;
  std::string name;
  friend bool operator==(const partner_info&, const partner_info&) = default;
};

struct assigned {
  std::uint64_t attempt = 0;
  std::string room;
  seat_number seat = 0;
  std::string token;
  std::string node;
  std::string language;
  std::vector<std::string> interests{};
  partner_info partner;
  friend bool operator==(const assigned&, const assigned&) = default;
};

enum class wait_end { cancelled, replaced, too_long };

struct wait_ended {
  std::uint64_t attempt = 0;
  wait_end reason = wait_end::cancelled;
  friend bool operator==(const wait_ended&, const wait_ended&) = default;
};

struct storage {
  bool available = true;
  friend bool operator==(const storage&, const storage&) = default;
};

// ---- notifications from the chat-node ----------------------------------------------------------

struct caught_up {
  friend bool operator==(const caught_up&, const caught_up&) = default;
};

struct entry {
  entry_id id{};
  seat_number from = 0;
  seq_number seq = 0;
  std::string kind = "text";
  std::string body{};
  unix_ms at = 0;
  seq_number of = 0;  // 0: none
  std::optional<file_info> file{};
  std::optional<sender_clock> clock{};
  std::optional<double> ref{};  // offset_ms of the node's reference when it was stored
  friend bool operator==(const entry&, const entry&) = default;
};

struct delivered {
  seat_number by = 0;  // 0: everybody who is present, in a named room
  version_vector applied;
  friend bool operator==(const delivered&, const delivered&) = default;
};

struct seen_by {  // "seen" on the wire
  seat_number by = 0;
  version_vector applied;
  friend bool operator==(const seen_by&, const seen_by&) = default;
};

struct typing_by {  // "typing" on the wire
  seat_number by = 0;
  bool on = false;
  friend bool operator==(const typing_by&, const typing_by&) = default;
};

struct renamed {
  seat_number by = 0;
  std::string name;
  friend bool operator==(const renamed&, const renamed&) = default;
};

struct presence {
  seat_number seat = 0;
  presence_state state = presence_state::present;
  std::uint64_t left_ms = 0;
  std::string name{};  // in a named room
  friend bool operator==(const presence&, const presence&) = default;
};

struct moved {
  std::string node{};  // empty: ask a matchmaker
  friend bool operator==(const moved&, const moved&) = default;
};

struct idle {                 // is anybody still there?
  std::uint64_t left_ms = 0;  // to answer; 0: the question is gone
  friend bool operator==(const idle&, const idle&) = default;
};

struct renewed {
  std::string token;  // of the same seat
  friend bool operator==(const renewed&, const renewed&) = default;
};

enum class room_end { left, gone, no_show, expired, idle };

struct ended {
  room_end reason = room_end::left;
  std::optional<seat_number> by{};
  std::string priority{};  // token, with no_show
  friend bool operator==(const ended&, const ended&) = default;
};

// ---- by direction ------------------------------------------------------------------------------

using match_call = std::variant<seek, cancel, resume, open_room, report_by_token, block>;
using room_call =
    std::variant<join, send, received, seen, typing, rename, stay, report, leave, sync>;

using any_result = std::variant<empty_result, seek_result, resume_result, open_result, join_result,
                                send_result, sync_result>;

using notification =
    std::variant<waiting, assigned, wait_ended, storage, caught_up, entry, delivered, seen_by,
                 typing_by, renamed, presence, idle, moved, renewed, ended>;

}  // namespace parley::wire
