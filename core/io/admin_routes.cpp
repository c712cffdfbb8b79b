// Four small answers.
#include "core/io/admin_routes.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>

#include "core/io/json_text.hpp"
#include "core/io/service_main.hpp"

namespace parley::io {
namespace {

constexpr std::size_t longest_text = 1'000;

http_response json_response(int status,
                            std::initializer_list<std::pair<const char*, std::string_view>> texts,
                            std::string_view first) {
  http_response response;
  response.status = status;
  response.body = "{" + std::string(first);
  for (const auto& [key, text] : texts) {
    if (response.body.size() > 1) response.body += ',';
    response.body += '"' + std::string(key) + "\":";
    append_json_text(response.body, text, longest_text);
  }
  response.body += "}";
  return response;
}

}  // namespace

http_router admin_routes(admin_sources sources) {
  http_router routes;
  routes.on("GET", "/healthz", [](const http_request&) {
    return json_response(200, {}, "\"alive\":true");  // the loop turns, or nobody would answer
  });
  routes.on("GET", "/readyz", [why_not = std::move(sources.why_not_ready)](const http_request&) {
    const std::string reason = why_not();
    if (reason.empty()) return json_response(200, {}, "\"ready\":true");
    return json_response(503, {{"reason", reason}}, "\"ready\":false");
  });
  routes.on("GET", "/metrics", [text = std::move(sources.metrics_text)](const http_request&) {
    http_response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = text();
    return response;
  });
  routes.on(
      "GET", "/version",
      [program = std::move(sources.program), id = std::move(sources.id)](const http_request&) {
        return json_response(200, {{"program", program}, {"version", version()}, {"id", id}}, "");
      });
  return routes;
}

}  // namespace parley::io
