// Commands to Redis and its answers in words, for the story of a run.
#pragma once

#include <string>

#include "chat-node/room/actions.hpp"
#include "matchmaker/pairing/actions.hpp"

namespace parley::simulation {

[[nodiscard]] std::string told(const room::store_command& asked, const room::store_reply& said);
[[nodiscard]] std::string told(const pairing::store_command& asked,
                               const pairing::store_reply& said);
[[nodiscard]] std::string_view name_of(room::metric what);

}  // namespace parley::simulation
