// The Redis of a deployment, be it one server or a cluster, as the services see it.
#pragma once

#include <memory>
#include <vector>

#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"
#include "core/io/redis_commands.hpp"

namespace parley::io {

struct redis_place {
  redis_settings settings;                   // of each link; for one server also where it is
  std::vector<link::redis_address> seeds{};  // members of a cluster; empty: one server
};

[[nodiscard]] std::unique_ptr<redis_commands> open_redis(event_loop& loop, const redis_place& at,
                                                         std::vector<function_library> libraries,
                                                         redis_events events);

}  // namespace parley::io
