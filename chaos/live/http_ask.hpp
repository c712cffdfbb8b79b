// One HTTP request to a door of a service, and its answer.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"

namespace parley::live {

struct http_request {
  std::string method = "GET";
  std::string host = "127.0.0.1";  // or a name
  std::uint16_t port = 0;
  std::string path = "/";
  std::string body{};
};

struct http_answer {
  int status = 0;  // 0: none came in time
  std::string body;
};

// `answered` is called exactly once, later, on the loop's thread.
void ask(io::event_loop& loop, http_request request, milliseconds limit,
         std::function<void(const http_answer&)> answered);

}  // namespace parley::live
