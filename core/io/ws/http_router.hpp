// Which function answers which plain HTTP request. Pure: it knows neither sockets nor the parser.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::io {

struct http_request {
  std::string method;  // "GET"
  std::string path;    // "/api/stats", not decoded
  std::string query;   // what stood behind '?', not decoded
  std::string body;
};

struct http_response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // besides type, length and connection
};

using http_handler = std::function<http_response(const http_request&)>;

class http_router {
 public:
  // Paths are exact. The handler answers at once, on the loop's thread; it must not throw.
  http_router& on(std::string_view method, std::string_view path, http_handler handler);

  [[nodiscard]] bool has_path(std::string_view path) const;

  // 404 for an unknown path, 405 with `Allow` for a known one that lacks the method. HEAD is not
  // GET.
  [[nodiscard]] http_response answer(const http_request& request) const;

 private:
  std::map<std::string, std::map<std::string, http_handler>, std::less<>>
      routes_;  // path, then method
};

// The shape of every refusal: the reason as one line of plain text.
[[nodiscard]] http_response http_refusal(int status, std::string_view reason);

}  // namespace parley::io
