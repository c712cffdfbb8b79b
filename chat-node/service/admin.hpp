// The admin port's routes: is the process alive, does it serve, what has it counted, what is it.
#pragma once

#include <functional>
#include <string>

#include "chat-node/service/metrics.hpp"
#include "core/io/ws/http_router.hpp"

namespace parley::chat_node_service {

struct readiness {
  std::string why_not;  // empty: ready
};

// `metrics` and what `is_ready` needs must outlive the routes.
[[nodiscard]] io::http_router admin_routes(std::string node_id, const node_metrics& metrics,
                                           std::function<readiness()> is_ready);

}  // namespace parley::chat_node_service
