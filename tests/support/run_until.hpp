// Lets a loop turn until something has become true: what tests have in place of sleeping.
#pragma once

#include <chrono>
#include <functional>

#include "core/io/loop.hpp"

namespace parley::test {

// False when it has not come true within `limit`, which is only there so that a broken test ends.
[[nodiscard]] bool run_until(io::event_loop& loop, const std::function<bool()>& is_true,
                             std::chrono::milliseconds limit = std::chrono::seconds(15));

// Lets everything happen that is due within `time`: for "and nothing else happens".
void run_for(io::event_loop& loop, std::chrono::milliseconds time);

}  // namespace parley::test
