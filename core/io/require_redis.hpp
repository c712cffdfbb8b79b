// The question at a program's start: is there a Redis at all, and one that will do? Not for later:
// then the links come back by themselves.
#pragma once

#include "core/io/loop.hpp"
#include "core/io/open_redis.hpp"

namespace parley::io {

// Looks once, turning `loop` meanwhile (call it before anything else uses the loop): Redis 7 that
// evicts nothing; of a cluster each master that answers, which one must, and all slots named.
// Throws start_error: "no Redis at 127.0.0.1:6379: cannot connect: Connection refused".
void require_redis(event_loop& loop, const redis_place& at);

}  // namespace parley::io
