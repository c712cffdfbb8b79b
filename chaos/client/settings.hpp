// What a client can be told about its patience. Defaults are those of the web client.
#pragma once

#include <cstddef>

#include "core/base/backoff.hpp"
#include "core/base/time.hpp"
#include "core/link/heartbeat.hpp"

namespace parley::client {

struct client_settings {
  // Below half the log's trim, so that nothing undelivered is trimmed.
  std::size_t outbox_capacity = 400;
  std::size_t window = 64;  // sends without an answer at a time
  link::heartbeat_settings heartbeat{milliseconds{5'000}, milliseconds{5'000}};
  milliseconds stall{2'000};            // a send without an answer for so long asks for a heartbeat
  milliseconds receipt_spacing{100};    // at once when idle, gathered while entries stream in
  milliseconds connect_timeout{5'000};  // until a connection is open and its first request answered
  // Stored but not delivered, or a partner absent, for so long and up to a fifth more.
  milliseconds heal_after{5'000};
  // What a lost connection has sent may come to a service for so long.
  milliseconds ghost_life{30'000};
  // A connection that lasted so long, or brought news, was worth having: the way back begins at
  // once.
  milliseconds worthwhile{1'000};
  // The second try in a row that fails costs 100 ms at most, later ones up to 10 s.
  backoff_settings backoff{milliseconds{50}, milliseconds{10'000}};
};

}  // namespace parley::client
