// All that a chat-node does to the world, in the order in which it is to be done. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "chat-node/room/store.hpp"
#include "core/base/ids.hpp"
#include "core/wire/close_codes.hpp"
#include "core/wire/errors.hpp"
#include "core/wire/messages.hpp"

namespace parley::room {

struct send_notification {
  connection_id to = 0;
  wire::notification what;
  friend bool operator==(const send_notification&, const send_notification&) = default;
};

struct send_result {
  connection_id to = 0;
  wire::request_id id;
  wire::any_result what;
  friend bool operator==(const send_result&, const send_result&) = default;
};

struct send_error {
  connection_id to = 0;
  std::optional<wire::request_id> id;
  wire::rpc_error what;
  friend bool operator==(const send_error&, const send_error&) = default;
};

struct close_connection {
  connection_id id = 0;
  wire::close_code code = wire::close_code::normal;
  friend bool operator==(const close_connection&, const close_connection&) = default;
};

struct ask_queue_level {
  connection_id id = 0;
  friend bool operator==(const ask_queue_level&, const ask_queue_level&) = default;
};

struct store_command {
  std::string room;
  std::uint64_t request = 0;
  store_request what;
  friend bool operator==(const store_command&, const store_command&) = default;
};

// The words filter's hook: the texts as they are to be stored. Answered exactly once, in time.
struct ask_filter {
  std::string room;
  std::uint64_t request = 0;
  std::string language;
  std::vector<std::string> texts;
  friend bool operator==(const ask_filter&, const ask_filter&) = default;
};

// What the registry says of this node has changed: renew it at once.
struct announce {
  friend bool operator==(const announce&, const announce&) = default;
};

// Nothing is left to do, or no time: close what is open and exit.
struct finished {
  friend bool operator==(const finished&, const finished&) = default;
};

enum class severity { info, warn, error };

struct log_line {
  severity level = severity::info;
  std::string text;
  std::vector<std::pair<std::string, std::string>> fields{};
  friend bool operator==(const log_line&, const log_line&) = default;
};

enum class metric {
  entries_stored,
  fenced,           // appends that Redis refused because somebody else had claimed
  claims,           // by cause
  rewritten,        // entries of a lost tail that were written again
  let_go,           // rooms that another node was found to own
  ended,            // rooms, by reason
  resumes,          // joins of members who knew the room
  errors,           // answered, by name
  slow_consumers,   // replays that were cut off; the server counts its own
  log_full,         // appends that Redis had no memory for
  reports,          // kept, by reason
  filtered,         // texts that the words filter has changed, by language and how
  filter_failures,  // questions to its hook without a good answer, by what became of the texts
};

struct count {
  metric what = metric::entries_stored;
  std::string label{};  // where the metric has one
  std::uint64_t amount = 1;
  std::string second_label{};  // where it has two
  friend bool operator==(const count&, const count&) = default;
};

using action =
    std::variant<send_notification, send_result, send_error, close_connection, ask_queue_level,
                 store_command, ask_filter, announce, finished, log_line, count>;

using actions = std::vector<action>;

}  // namespace parley::room
