// Four small answers. /healthz never depends on Redis: an outage must not get healthy processes
// restarted.
#include "chat-node/service/admin.hpp"

#include <boost/json.hpp>
#include <utility>

#include "core/io/service_main.hpp"

namespace parley::chat_node_service {
namespace {

io::http_response json_response(int status, const boost::json::object& body) {
  io::http_response response;
  response.status = status;
  response.body = boost::json::serialize(body);
  return response;
}

}  // namespace

io::http_router admin_routes(std::string node_id, const node_metrics& metrics,
                             std::function<readiness()> is_ready) {
  io::http_router routes;
  routes.on("GET", "/healthz", [](const io::http_request&) {
    return json_response(200, {{"alive", true}});  // the loop turns, or nobody would answer
  });
  routes.on("GET", "/readyz", [is_ready = std::move(is_ready)](const io::http_request&) {
    const auto why_not = is_ready().why_not;
    if (why_not.empty()) return json_response(200, {{"ready", true}});
    return json_response(503, {{"ready", false}, {"reason", why_not}});
  });
  routes.on("GET", "/metrics", [&metrics](const io::http_request&) {
    io::http_response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics.text();
    return response;
  });
  routes.on("GET", "/version", [id = std::move(node_id)](const io::http_request&) {
    return json_response(200,
                         {{"program", "parley-chat-node"}, {"version", io::version()}, {"id", id}});
  });
  return routes;
}

}  // namespace parley::chat_node_service
