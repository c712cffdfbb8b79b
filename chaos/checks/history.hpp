// The events of a history: what the runner did and what each bot asked for and saw. docs/history.md
// is the reference; the text of a line is parse_history.hpp's and format_history.hpp's. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/ids.hpp"

namespace parley::checks {

using bot_number = std::uint32_t;    // from 0
using line_number = std::uint64_t;   // of a history, from 1
using body_sum = std::uint32_t;      // CRC-32 of a message's body
using link_number = std::uint64_t;   // a bot's connections, from 1
using fault_number = std::uint64_t;  // the runner's, from 1

inline constexpr std::uint64_t history_format = 1;

// ---- the runner --------------------------------------------------------------------------------

// What must hold besides the guarantee itself. An absent bound is not checked.
struct expectation {
  double recover_within_ms = 0;
  bool redis_may_rewind = false;  // Redis may lose writes that it has acknowledged
  std::uint64_t strikes_at_least = 0;
  std::optional<std::uint64_t> memory_growth_bytes{};  // of a process, from base to end
  std::optional<std::uint64_t> descriptor_growth{};
  friend bool operator==(const expectation&, const expectation&) = default;
};

struct run {  // the first line
  std::string experiment{};
  std::uint64_t seed = 0;
  bot_number bots = 0;
  expectation expect{};
  std::uint64_t format = history_format;
  friend bool operator==(const run&, const run&) = default;
};

enum class phase_name { steady, load, calm, rest, end };
struct phase {
  phase_name name = phase_name::steady;
  friend bool operator==(const phase&, const phase&) = default;
};

struct fault {
  fault_number n = 0;
  std::string what;
  std::string target{};           // a process, or empty
  std::optional<double> until{};  // planned, in ms of the run
  friend bool operator==(const fault&, const fault&) = default;
};
struct healed {
  fault_number n = 0;
  friend bool operator==(const healed&, const healed&) = default;
};
struct struck {         // by an injector
  std::string service;  // the process's id
  std::string fault;
  std::string phase;
  std::uint64_t connection = 0;  // that process's number of it
  friend bool operator==(const struck&, const struck&) = default;
};
struct plan {  // one line for each fault and phase of the injectors, over all processes
  std::string fault;
  std::string phase;
  double asked_percent = 0;  // of the chances
  std::uint64_t chances = 0;
  std::uint64_t strikes = 0;
  friend bool operator==(const plan&, const plan&) = default;
};

enum class reading { base, end };
struct process {
  std::string name;
  std::uint64_t rss_bytes = 0;
  std::uint64_t fds = 0;
  reading when = reading::base;
  friend bool operator==(const process&, const process&) = default;
};

struct logged {  // one message entry of a room's log, in log order
  std::string room;
  entry_id id;
  seat_number from = 0;
  seq_number seq = 0;
  body_sum sum = 0;
  friend bool operator==(const logged&, const logged&) = default;
};
struct log_read {  // a room's reading is complete
  std::string room;
  std::uint64_t entries = 0;        // `logged` lines
  std::optional<entry_id> first{};  // of the stream, of any kind; none: the stream is empty
  friend bool operator==(const log_read&, const log_read&) = default;
};

// ---- a bot -------------------------------------------------------------------------------------

struct seek {
  bot_number bot = 0;
  std::uint64_t attempt = 0;
  std::string pool{};
  friend bool operator==(const seek&, const seek&) = default;
};
struct paired {
  bot_number bot = 0;
  std::uint64_t attempt = 0;
  std::string room;
  seat_number seat = 0;
  std::string partner;  // display name: "bot-<n>"
  friend bool operator==(const paired&, const paired&) = default;
};
struct wait_ended {
  bot_number bot = 0;
  std::string reason;
  friend bool operator==(const wait_ended&, const wait_ended&) = default;
};
struct enter {  // a wish for a named room
  bot_number bot = 0;
  std::string name;
  friend bool operator==(const enter&, const enter&) = default;
};
struct entered {  // a seat in a named room is given
  bot_number bot = 0;
  std::string room;
  seat_number seat = 0;
  friend bool operator==(const entered&, const entered&) = default;
};
struct joined {
  bot_number bot = 0;
  std::string room;
  seat_number seat = 0;
  std::string node;
  std::uint64_t epoch = 0;
  link_number link = 0;
  std::uint64_t connection = 0;  // what the node calls the link; 0: it does not say
  friend bool operator==(const joined&, const joined&) = default;
};
struct lost {  // a connection that was there is gone
  bot_number bot = 0;
  link_number link = 0;
  std::uint16_t code = 0;
  friend bool operator==(const lost&, const lost&) = default;
};
struct send {  // the outbox has accepted it
  bot_number bot = 0;
  std::string room;
  seat_number seat = 0;
  seq_number seq = 0;
  body_sum sum = 0;
  friend bool operator==(const send&, const send&) = default;
};
struct refused {
  bot_number bot = 0;
  std::string room;
  std::string reason;
  friend bool operator==(const refused&, const refused&) = default;
};
struct stored {  // one tick, for all up to seq
  bot_number bot = 0;
  std::string room;
  seat_number seat = 0;  // the sender's own
  seq_number seq = 0;
  friend bool operator==(const stored&, const stored&) = default;
};
struct delivered {  // two ticks, for all up to seq
  bot_number bot = 0;
  std::string room;
  seat_number seat = 0;  // the sender's own
  seq_number seq = 0;
  friend bool operator==(const delivered&, const delivered&) = default;
};
struct applied {  // a message is shown
  bot_number bot = 0;
  std::string room;
  seat_number from = 0;
  seq_number seq = 0;
  entry_id id;
  body_sum sum = 0;  // of what arrived
  friend bool operator==(const applied&, const applied&) = default;
};
struct gap {  // the client says that so many messages are not to be had
  bot_number bot = 0;
  std::string room;
  seat_number from = 0;
  seq_number count = 0;
  friend bool operator==(const gap&, const gap&) = default;
};
struct ended {
  bot_number bot = 0;
  std::string room;
  std::string reason;
  friend bool operator==(const ended&, const ended&) = default;
};
struct leave {
  bot_number bot = 0;
  std::string room;
  friend bool operator==(const leave&, const leave&) = default;
};
struct reload {
  bot_number bot = 0;
  friend bool operator==(const reload&, const reload&) = default;
};
struct closed {  // its tab is gone for good: nothing more is promised of this bot, nor to it
  bot_number bot = 0;
  friend bool operator==(const closed&, const closed&) = default;
};

enum class bot_state { idle, seeking, connecting, joined, reconnecting, ended, failed };
struct rest {  // how the bot came to rest, or was when the time for it was over
  bot_number bot = 0;
  std::uint64_t outbox = 0;
  bot_state state = bot_state::idle;
  friend bool operator==(const rest&, const rest&) = default;
};

using event = std::variant<run, phase, fault, healed, struck, plan, process, logged, log_read, seek,
                           paired, wait_ended, enter, entered, joined, lost, send, refused, stored,
                           delivered, applied, gap, ended, leave, reload, closed, rest>;

// `t` is in ms since the start of the run, on the one clock of the runner; it never goes back.
struct happening {
  double t = 0;
  checks::event event;
  friend bool operator==(const happening&, const happening&) = default;
};

// The sum of a message's body: what `send`, `applied` and `logged` carry.
[[nodiscard]] body_sum sum_of(std::string_view body);

}  // namespace parley::checks
