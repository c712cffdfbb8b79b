// The open connections of a matchmaker, and what each of them waits for. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/base/token_bucket.hpp"
#include "core/wire/messages.hpp"

namespace parley::pairing {

// One wait, from `seek` to its terminal frame.
struct wait {
  enum class phase {
    queued,    // for the next call
    entering,  // the call is in flight
    entered,   // Redis has it
  };

  std::string session;
  std::uint64_t attempt = 0;
  std::string pool;
  std::string name;
  std::vector<std::string> interests{};
  bool front = false;

  phase at = phase::queued;
  bool was_sent = false;  // Redis may know of it: only Redis can end it
  steady_time since{};    // of its place in the queue, also over reconnects
  steady_time status_due{};
  steady_time look_up_due{};

  std::optional<wire::wait_end> ending{};  // is to be cancelled, for this reason,
  bool is_cancel_asked = false;            // and Redis has been asked to
};

struct connection {
  connection(std::uint64_t address, std::string seed, token_bucket_settings frames, steady_time now)
      : address_key(address), session_seed(std::move(seed)), frames_left(frames, now) {}

  // The id of a new session: random in the first 24 of its 32 hex digits, counted in the others.
  [[nodiscard]] std::string begin_session();

  std::uint64_t address_key;
  std::string session_seed;
  std::uint32_t sessions_begun = 0;
  token_bucket frames_left;
  std::uint64_t refused = 0;  // frames in a row that were beyond the rate
  bool is_closing = false;    // nothing that it says counts any more
  bool is_queued = false;     // stands in the queue for the next call
  std::optional<wait> waits{};
};

// Ordered, so that the same events give the same actions everywhere.
using connection_map = std::map<connection_id, connection>;

}  // namespace parley::pairing
