// The admin port's answers, the same for every service: is the process alive, does it serve, what
// has it counted, what is it.
#pragma once

#include <functional>
#include <string>

#include "core/io/ws/http_router.hpp"

namespace parley::io {

struct admin_sources {
  std::string program;                         // "parley-chat-node"
  std::string id;                              // of this process
  std::function<std::string()> metrics_text;   // Prometheus text form
  std::function<std::string()> why_not_ready;  // empty: ready
};

// GET /healthz, /readyz, /metrics and /version. /healthz never depends on Redis: an outage must not
// get healthy processes restarted. Everything that the sources refer to must outlive the routes.
[[nodiscard]] http_router admin_routes(admin_sources sources);

}  // namespace parley::io
