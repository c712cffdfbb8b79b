// What a named room's name, its key and a session make of themselves: every matchmaker comes to the
// same room, lock and seat without asking anybody. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/base/ids.hpp"

namespace parley::wire {

// `n` and 26 of 0-9 a-z: no pair's room is called so.
[[nodiscard]] std::string named_room_id(std::string_view name);

// Tells a key from another, and not what it is. No key is a key too.
[[nodiscard]] std::string lock_of_key(std::string_view key);

// From 1, the same whenever the session comes back.
[[nodiscard]] seat_number seat_of_session(std::string_view room, std::string_view sid);

}  // namespace parley::wire
