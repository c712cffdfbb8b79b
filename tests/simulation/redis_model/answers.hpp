// What comes back over a link to the model: what a store would say, or what redis_client does not
// let through to the stores.
#pragma once

#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "chat-node/room/store.hpp"
#include "core/registry/node_record.hpp"
#include "matchmaker/pairing/store.hpp"

namespace parley::redis_model {

// tell_owner, drop_ticket, detach_ticket: done (or refused), and nobody is told.
struct not_answered {
  friend bool operator==(const not_answered&, const not_answered&) = default;
};

// redis_client then loads its functions (`server::load`) and sends the same call once more, which
// therefore comes after what was sent meanwhile. The second time it is `refusal_of`.
struct function_unknown {
  friend bool operator==(const function_unknown&, const function_unknown&) = default;
};

// LOADING or READONLY: redis_client gives the link up, and all that is pending on it is lost.
struct link_broken {
  std::string_view word;
  friend bool operator==(const link_broken&, const link_broken&) = default;
};

template <class Reply>
using answer = std::variant<Reply, not_answered, function_unknown, link_broken>;

inline constexpr std::string_view no_function = "ERR Function not found";
inline constexpr std::string_view no_memory_for_function =
    "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'";

// ---- the registry ------------------------------------------------------------------------------

struct renew_record {
  registry::node_record record;
  milliseconds lease{3'000};
};
struct remove_record {  // only its own instance
  std::string id;
  std::string instance;
};
struct list_records {};
using registry_request = std::variant<renew_record, remove_record, list_records>;

struct registry_done {
  friend bool operator==(const registry_done&, const registry_done&) = default;
};
struct records_listed {  // all whose lease has not ended, ordered by id
  std::vector<registry::node_record> records;
  friend bool operator==(const records_listed&, const records_listed&) = default;
};
struct registry_refused {
  std::string_view why;
  friend bool operator==(const registry_refused&, const registry_refused&) = default;
};
using registry_reply = std::variant<registry_done, records_listed, registry_refused>;

// ---- a node's mailbox --------------------------------------------------------------------------

// A room was claimed by `instance`. A node passes over its own (`parse_mail` does).
struct node_mail {
  std::string room;
  std::uint64_t epoch = 0;
  std::string instance;
  friend bool operator==(const node_mail&, const node_mail&) = default;
};

}  // namespace parley::redis_model
