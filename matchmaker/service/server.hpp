// The matchmaker as a process: sockets, Redis, timers and signals become events of the machine, and
// its actions are performed. Nothing is decided here.
#pragma once

#include "core/io/log.hpp"
#include "core/io/loop.hpp"
#include "matchmaker/service/config.hpp"

namespace parley::matchmaker_service {

// Serves until a stop signal has been obeyed. Throws start_error (or another exception with one
// clear line) when it cannot begin: no Redis, a busy port, a bad keys file.
[[nodiscard]] int serve(const config& with, io::event_loop& loop, io::logger& log);

}  // namespace parley::matchmaker_service
