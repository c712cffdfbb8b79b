// One server is the special case that has all slots.
#include "core/io/open_redis.hpp"

#include <utility>

#include "core/io/redis_cluster.hpp"

namespace parley::io {

std::unique_ptr<redis_commands> open_redis(event_loop& loop, const redis_place& at,
                                           std::vector<function_library> libraries,
                                           redis_events events) {
  if (!at.seeds.empty())
    return std::make_unique<redis_cluster>(loop, at.seeds, at.settings, std::move(libraries),
                                           std::move(events));
  redis_handlers handlers;
  handlers.on_ready = [ready = std::move(events.on_ready)](std::uint64_t) {
    if (ready) ready(link::slot_set::all());
  };
  handlers.on_lost = [lost = std::move(events.on_lost)](std::string_view why) {
    if (lost) lost(link::slot_set::all(), why);
  };
  handlers.on_failed = std::move(events.on_failed);
  return std::make_unique<redis_client>(loop, at.settings, std::move(libraries),
                                        std::move(handlers));
}

}  // namespace parley::io
