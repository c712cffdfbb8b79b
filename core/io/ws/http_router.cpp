// Exact paths and methods; nothing clever, so that nothing surprising can be reached.
#include "core/io/ws/http_router.hpp"

namespace parley::io {

http_router& http_router::on(std::string_view method, std::string_view path, http_handler handler) {
  routes_[std::string(path)][std::string(method)] = std::move(handler);
  return *this;
}

bool http_router::has_path(std::string_view path) const {
  return routes_.find(path) != routes_.end();
}

http_response http_router::answer(const http_request& request) const {
  const auto path = routes_.find(request.path);
  if (path == routes_.end()) return http_refusal(404, "no such path");
  const auto route = path->second.find(request.method);
  if (route != path->second.end()) return route->second(request);
  http_response response = http_refusal(405, "method not allowed here");
  std::string allowed;
  for (const auto& [method, handler] : path->second) {
    allowed += (allowed.empty() ? "" : ", ") + method;
  }
  response.headers.emplace_back("Allow", allowed);
  return response;
}

http_response http_refusal(int status, std::string_view reason) {
  http_response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::string(reason) + "\n";
  return response;
}

}  // namespace parley::io
