// All that can happen to a chat-node, in the order in which its loop sees it. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "chat-node/room/store.hpp"
#include "core/base/ids.hpp"
#include "core/clocks/reading.hpp"
#include "core/link/slots.hpp"

namespace parley::room {

struct connection_opened {
  connection_id id = 0;
};

struct frame_received {
  connection_id id = 0;
  std::string text;  // valid UTF-8, within the frame limit
};

// Exactly once for each connection_opened.
struct connection_closed {
  connection_id id = 0;
};

// The answer to ask_queue_level, some ms later.
struct queue_level {
  connection_id id = 0;
  std::size_t bytes = 0;  // queued and not yet with the kernel
};

// The links to the masters of these slots are up: of one server, all.
struct link_ready {
  link::slot_set slots = link::slot_set::all();
};

// Before it, each command about a room in these slots has been answered, with store_lost if by
// nothing else.
struct link_lost {
  link::slot_set slots = link::slot_set::all();
  bool has_registry = true;  // it is out of reach as well
};

// To each store_command but tell_owner, exactly one.
struct store_answer {
  std::string room;
  std::uint64_t request = 0;
  store_reply what;
};

// To each ask_filter exactly one. None: the hook did not answer in time, or not with texts.
struct filter_answered {
  std::string room;
  std::uint64_t request = 0;
  std::optional<std::vector<std::string>> texts{};
};

// What is known of the reference; none: nothing, or nothing any more.
struct clocks_compared {
  std::optional<clocks::reading> reference{};
};

// A live chat-node, as the registry has it.
struct node_info {
  std::string id;
  std::string instance;
  std::uint64_t rooms = 0;
  std::uint64_t capacity = 0;
  bool draining = false;
};

// All live chat-nodes of this moment, this one too.
struct nodes_listed {
  std::vector<node_info> nodes;
};

// From the mailbox: somebody has claimed a room that was ours.
struct claimed_elsewhere {
  std::string room;
  std::uint64_t epoch = 0;
};

struct drain_asked {};

// Every 100 ms or so.
struct tick {};

using event = std::variant<connection_opened, frame_received, connection_closed, queue_level,
                           link_ready, link_lost, store_answer, filter_answered, clocks_compared,
                           nodes_listed, claimed_elsewhere, drain_asked, tick>;

}  // namespace parley::room
