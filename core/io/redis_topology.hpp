// The answer to CLUSTER SLOTS as ranges of slots. No sockets.
#pragma once

#include <optional>
#include <vector>

#include "core/io/redis_reply.hpp"
#include "core/link/cluster_link.hpp"

namespace parley::io {

// Without those who do not know how they are reached. None: not such an answer.
[[nodiscard]] std::optional<std::vector<link::slot_range>> parse_topology(
    const redis_reply& reply, const link::redis_address& told_by);

}  // namespace parley::io
