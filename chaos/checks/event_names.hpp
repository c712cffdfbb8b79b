// The name of each event in a history: `e`. Inner part of the format.
#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "chaos/checks/history.hpp"

namespace parley::checks {

// In the order of the variant.
inline constexpr std::array<std::string_view, std::variant_size_v<event>> event_names{
    "run",    "phase",    "fault", "healed",  "struck",     "plan",      "process",
    "logged", "log_read", "seek",  "paired",  "wait_ended", "enter",     "entered",
    "joined", "lost",     "send",  "refused", "stored",     "delivered", "applied",
    "gap",    "ended",    "leave", "reload",  "closed",     "rest"};

}  // namespace parley::checks
