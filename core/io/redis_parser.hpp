// Bytes to replies and commands to bytes (RESP2), by hiredis. No sockets.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/io/redis_client.hpp"
#include "core/io/redis_reply.hpp"

struct redisReader;

namespace parley::io {

class redis_parser {
 public:
  redis_parser();

  void feed(std::string_view bytes);

  // The next whole reply; none if more bytes are needed. The error is hiredis's sentence; after it
  // the parser is of no more use.
  [[nodiscard]] result<std::optional<redis_reply>, std::string> next();

 private:
  struct free_reader {
    void operator()(redisReader* reader) const;
  };
  std::unique_ptr<redisReader, free_reader> reader_;
};

// Appends the command in wire form.
void append_command(std::string& out, const redis_command& command);

}  // namespace parley::io
