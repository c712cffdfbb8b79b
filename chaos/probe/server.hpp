// The probe as a process: echoes on demand and by the clock, limits, metrics.
#pragma once

#include "chaos/probe/config.hpp"
#include "core/io/log.hpp"
#include "core/io/loop.hpp"

namespace parley::probe {

// Serves until a stop signal has come. Throws start_error when it cannot begin.
[[nodiscard]] int serve(const config& with, io::event_loop& loop, io::logger& log);

}  // namespace parley::probe
