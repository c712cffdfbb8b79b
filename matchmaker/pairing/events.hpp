// All that can happen to a matchmaker, in the order in which its loop sees it. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "matchmaker/pairing/store.hpp"

namespace parley::pairing {

struct connection_opened {
  connection_id id = 0;
  std::uint64_t address_key = 0;  // the same for connections from the same address
  std::string session_seed;       // 96 random bits in hex, for sessions that begin here
};

struct frame_received {
  connection_id id = 0;
  std::string text;  // valid UTF-8, within the frame limit
};

// Exactly once for each connection_opened.
struct connection_closed {
  connection_id id = 0;
};

struct link_ready {};

// Before it, each command of that link that wants an answer has been answered with store_lost.
struct link_lost {};

// To each store_command but drop_ticket and detach_ticket, exactly one.
struct store_answer {
  std::uint64_t request = 0;
  store_reply what;
};

struct letter_arrived {
  letter what;
};

// A live chat-node, as the registry has it.
struct node_info {
  std::string id;
  std::string instance;
  std::uint64_t rooms = 0;
  std::uint64_t capacity = 0;
  bool draining = false;
  std::string version{};
};

// All live chat-nodes of this moment, ordered by id.
struct nodes_listed {
  std::vector<node_info> nodes;
};

struct drain_asked {};

// Every 500 ms or so.
struct tick {};

using event =
    std::variant<connection_opened, frame_received, connection_closed, link_ready, link_lost,
                 store_answer, letter_arrived, nodes_listed, drain_asked, tick>;

}  // namespace parley::pairing
