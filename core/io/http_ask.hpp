// One HTTP request, and its answer. Plain HTTP/1.1, without TLS.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"

namespace parley::io {

struct http_question {
  std::string method = "GET";
  std::string host = "127.0.0.1";  // or a name
  std::uint16_t port = 0;
  std::string path = "/";
  std::string body{};
  std::string content_type{};  // empty: not told
};

struct http_answer {
  int status = 0;  // 0: none came in time
  std::string body{};
  std::string date{};  // the header of that name; empty: there is none
};

// `answered` is called exactly once, later, on the loop's thread, and no later than `limit` (but
// for the loop's own lag), whatever takes so long: the name, the connection or the answer.
void ask(event_loop& loop, http_question question, milliseconds limit,
         std::function<void(const http_answer&)> answered);

// "http://host:port/path" as a GET of it; port and path may be left out. None: not such an address.
[[nodiscard]] std::optional<http_question> parse_http_address(std::string_view text);

}  // namespace parley::io
