// When to ask a silent peer whether it lives, and when to give it up. Pure; answers come in the
// order asked.
#pragma once

#include <optional>

#include "core/base/time.hpp"

namespace parley::link {

struct heartbeat_settings {
  milliseconds ask_after{1'000};  // of silence with nothing to wait for
  milliseconds timeout{1'000};    // for an answer
};

enum class heartbeat_verdict { alive, ask, dead };

// `oldest_unanswered`: when the oldest question without an answer was asked; none if nothing is
// open. `last_heard`: when the peer last said anything.
[[nodiscard]] heartbeat_verdict judge(const heartbeat_settings& settings, steady_time now,
                                      std::optional<steady_time> oldest_unanswered,
                                      steady_time last_heard);

}  // namespace parley::link
