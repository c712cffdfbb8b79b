// All that a matchmaker does to the world, in the order in which it is to be done. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/wire/close_codes.hpp"
#include "core/wire/errors.hpp"
#include "core/wire/messages.hpp"
#include "matchmaker/pairing/store.hpp"

namespace parley::pairing {

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

struct store_command {
  std::uint64_t request = 0;
  store_request what;
  friend bool operator==(const store_command&, const store_command&) = default;
};

// What the registry says of this matchmaker has changed: renew it at once.
struct announce {
  friend bool operator==(const announce&, const announce&) = default;
};

// The door takes no new connections any more.
struct refuse_connections {
  friend bool operator==(const refuse_connections&, const refuse_connections&) = default;
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
  pairs,           // made by calls of this matchmaker, by pool
  wait_ends,       // by how: assigned, cancelled, replaced, too_long, left
  put_again,       // tickets that Redis had lost
  resumes,         // answered, by how: owner, move, ended, no_node
  errors,          // answered, by name
  store_failures,  // commands that Redis refused
  opens,           // of named rooms, by how: opened, key_wrong, no_node
  reports,         // kept, by reason
  blocks,          // of pairs
};

struct count {
  metric what = metric::pairs;
  std::string label{};  // where the metric has one
  std::uint64_t amount = 1;
  friend bool operator==(const count&, const count&) = default;
};

// A user of this matchmaker has a partner.
struct observe_wait {
  milliseconds waited{0};
  friend bool operator==(const observe_wait&, const observe_wait&) = default;
};

using action =
    std::variant<send_notification, send_result, send_error, close_connection, store_command,
                 announce, refuse_connections, finished, log_line, count, observe_wait>;

using actions = std::vector<action>;

}  // namespace parley::pairing
