// What happens to a client and what it wants done. Comparable, so that tests state whole action
// lists.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/messages.hpp"

namespace parley::client {

// A connection of this client, counted from 1: what comes from an older one is late and changes
// nothing.
using link_number = std::uint64_t;

// ---- events: the user --------------------------------------------------------------------------

struct wish {  // to talk to somebody
  std::string language;
  std::vector<std::string> interests{};
  std::string name{};
};
struct enter {  // a named room
  std::string room;
  std::string key{};  // 64 hex digits, or empty
  std::string name{};
};
struct wish_no_more {};
struct say {
  std::string body;
};
struct change {  // an own message; without words it is deleted
  seq_number of = 0;
  std::string body{};
};
struct show_typing {
  bool on = false;
};
struct change_name {
  std::string name;
};
struct say_goodbye {};

// ---- events: the network and the clock ---------------------------------------------------------

struct link_opened {
  link_number link = 0;
};
struct link_text {
  link_number link = 0;
  std::string text;
};
struct link_closed {  // also when it could not be opened: code 0
  link_number link = 0;
  std::uint16_t code = 0;
};
struct network_back {};  // the system says that it is online, or the tab is visible again
struct deadline_passed {};

using event =
    std::variant<wish, enter, wish_no_more, say, change, show_typing, change_name, say_goodbye,
                 link_opened, link_text, link_closed, network_back, deadline_passed>;

// ---- actions: the network ----------------------------------------------------------------------

struct open_matchmaker {
  link_number link = 0;
  friend bool operator==(const open_matchmaker&, const open_matchmaker&) = default;
};
struct open_node {
  link_number link = 0;
  std::string node;
  friend bool operator==(const open_node&, const open_node&) = default;
};
struct send_text {
  link_number link = 0;
  std::string text;
  friend bool operator==(const send_text&, const send_text&) = default;
};
struct drop_link {  // no event of it is wanted any more
  link_number link = 0;
  friend bool operator==(const drop_link&, const drop_link&) = default;
};

// ---- actions: the user -------------------------------------------------------------------------

enum class state {
  idle,
  seeking,     // wants a partner; a matchmaker holds the ticket, or is being looked for
  connecting,  // has a seat, and has not sat in it yet
  joined,
  reconnecting,  // has sat in it, and lost the connection
  ended,
  failed,  // told for good that this client may not go on
};

struct show_state {
  client::state state = state::idle;
  friend bool operator==(const show_state&, const show_state&) = default;
};
struct paired {
  wire::assigned assignment;
  friend bool operator==(const paired&, const paired&) = default;
};
struct entered {  // a named room: a seat is had
  wire::open_result place;
  friend bool operator==(const entered&, const entered&) = default;
};
struct accepted {  // by the outbox: will be delivered
  seq_number seq = 0;
  friend bool operator==(const accepted&, const accepted&) = default;
};
struct refused {  // the outbox is full, or there is no room
  std::string body;
  friend bool operator==(const refused&, const refused&) = default;
};
struct show_message {
  wire::entry entry;
  friend bool operator==(const show_message&, const show_message&) = default;
};
struct show_stored {  // all up to seq
  seq_number seq = 0;
  friend bool operator==(const show_stored&, const show_stored&) = default;
};
struct show_delivered {  // all up to seq
  seq_number seq = 0;
  friend bool operator==(const show_delivered&, const show_delivered&) = default;
};
struct show_gap {  // messages of a member that are not to be had
  seat_number from = 0;
  seq_number count = 0;
  friend bool operator==(const show_gap&, const show_gap&) = default;
};
struct show_ended {
  wire::room_end reason = wire::room_end::left;
  friend bool operator==(const show_ended&, const show_ended&) = default;
};
struct show_wait_ended {
  wire::wait_end reason = wire::wait_end::cancelled;
  friend bool operator==(const show_wait_ended&, const show_wait_ended&) = default;
};

using action = std::variant<open_matchmaker, open_node, send_text, drop_link, show_state, paired,
                            entered, accepted, refused, show_message, show_stored, show_delivered,
                            show_gap, show_ended, show_wait_ended>;
using actions = std::vector<action>;

}  // namespace parley::client
