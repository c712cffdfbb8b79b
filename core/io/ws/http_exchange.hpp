// One HTTP request whose body, or whose answer's, is too large to be held whole: it comes and goes
// in pieces. What it means is the service's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/io/ws/http_router.hpp"

namespace parley::io {

struct http_head {
  std::string method;
  std::string path;  // without query
  std::string origin;
  std::string authorization;
  std::optional<std::uint64_t> length;  // of the body; none: not told
  bool is_chunked = false;
};

// Whether the door lets the request in, by what a service does not see.
enum class http_verdict {
  let_in,
  malformed,            // not HTTP
  too_large,            // the head
  foreign_origin,       // neither the request's own Host nor an allowed one
  too_many_of_address,  // connections
  too_many,             // connections
};

// Who holds it answers it once; dropped unanswered, the connection is closed. Callbacks come on the
// loop's thread, not from within the call, and each exactly once. One read or write at a time.
class http_exchange {
 public:
  http_exchange() = default;
  virtual ~http_exchange() = default;
  http_exchange(const http_exchange&) = delete;
  http_exchange& operator=(const http_exchange&) = delete;

  [[nodiscard]] virtual const http_head& head() const = 0;
  [[nodiscard]] virtual http_verdict verdict() const = 0;

  // The next piece of the body; empty: all has come; none: the peer is gone or too slow.
  virtual void read(std::function<void(std::optional<std::string>)> done) = 0;

  // The whole answer. What is left of the body is not waited for.
  virtual void answer(http_response response) = 0;

  // The head of an answer whose body of `length` bytes follows in pieces; false: the peer is gone
  // or too slow. With the last piece (with HEAD, with the head) the exchange is over.
  virtual void begin(http_response head, std::uint64_t length, std::function<void(bool)> done) = 0;
  virtual void write(std::string piece, std::function<void(bool)> done) = 0;
};

}  // namespace parley::io
