// The chat-node as a process: sockets, Redis, timers and signals become events of the machine, and
// its actions are performed. Nothing is decided here.
#pragma once

#include "chat-node/service/config.hpp"
#include "core/io/log.hpp"
#include "core/io/loop.hpp"

namespace parley::chat_node_service {

// Serves until a stop signal has been obeyed. Throws start_error (or another exception with one
// clear line) when it cannot begin: no Redis, a busy port, a bad keys file.
[[nodiscard]] int serve(const config& with, io::event_loop& loop, io::logger& log);

}  // namespace parley::chat_node_service
