// What a client keeps over a reload of its tab; everything else is of one connection and is made
// anew.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "chaos/client/applied.hpp"
#include "chaos/client/events.hpp"
#include "chaos/client/outbox.hpp"

namespace parley::client {

// A place in a room, from the assignment.
struct place {
  std::string room;
  seat_number seat = 0;
  std::string token;
  std::string node;         // where the room was last
  seat_number partner = 0;  // of a pair
  bool is_named = false;
};

struct memory {
  explicit memory(std::size_t outbox_capacity) : outgoing(outbox_capacity) {}

  std::string session;   // token
  std::string priority;  // token, for the next wish
  std::uint64_t attempt = 0;
  std::optional<wish> wanted;           // while seeking
  std::optional<enter> entering;        // a named room, while it is being opened
  std::optional<place> seat;            // while in a room
  std::uint64_t epoch = 0;              // the highest known of the room
  bool opened = false;                  // the partner has been seen in the room
  bool leaving = false;                 // the user wants to go, once all that was said is stored
  std::optional<std::string> new_name;  // not taken by the room yet
  outbox outgoing;
  applied incoming;
};

}  // namespace parley::client
