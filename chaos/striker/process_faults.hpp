// What can befall a whole process.
#pragma once

#include <cstdint>

#include "core/base/time.hpp"

namespace parley::striker {

[[noreturn]] void abort_process();
[[noreturn]] void exit_process(std::uint32_t status);  // at once: nothing is closed or flushed

// Nobody is served meanwhile, and no signal is obeyed.
void hang_process(milliseconds time);

// SIGSTOP to oneself; a small child wakes it up again. False: this process cannot be stopped (it is
// the first of its PID namespace, or has no child to wake it), so that it hangs instead.
[[nodiscard]] bool freeze_process(milliseconds time);

}  // namespace parley::striker
