// The question at a program's start: is there a Redis at all? Not for later: then redis_client
// comes back by itself.
#pragma once

#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"

namespace parley::io {

// Connects once, turning `loop` meanwhile (call it before anything else uses the loop). Throws
// start_error: "no Redis at 127.0.0.1:6379: cannot connect: Connection refused".
void require_redis(event_loop& loop, const redis_settings& settings);

}  // namespace parley::io
