// One attempt with a client of its own.
#include "core/io/require_redis.hpp"

#include <optional>
#include <string>

#include "core/io/start_error.hpp"

namespace parley::io {

void require_redis(event_loop& loop, const redis_settings& settings) {
  std::optional<std::string> trouble;
  redis_client client(loop, settings, {},
                      {.on_ready = {}, .on_lost = {}, .on_failed = [&](std::string_view why) {
                         if (!trouble) trouble = why;
                       }});
  client.start();
  // The attempt has its own deadline, so this comes to an end.
  while (!client.is_ready() && !trouble)
    loop.context().run_one();
  if (!trouble) return;
  throw start_error("no Redis at " + settings.host + ":" + std::to_string(settings.port) + ": " +
                    *trouble);
}

}  // namespace parley::io
