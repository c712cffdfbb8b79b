// A private redis-server of one test: started, frozen, killed and restarted empty as the test says.
// Ends with the object.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/io/redis_reply.hpp"

namespace parley::test {

class redis_server {
 public:
  // Started and answering, on a loopback port of its own. Nothing is ever written to disk. Throws
  // std::runtime_error when that fails. `more_environment` is "NAME=value".
  explicit redis_server(std::vector<std::string> more_arguments = {},
                        std::vector<std::string> more_environment = {});
  ~redis_server();
  redis_server(const redis_server&) = delete;
  redis_server& operator=(const redis_server&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  void freeze();  // SIGSTOP: its connections stay open, nothing answers
  void wake();    // SIGCONT
  void kill();    // SIGKILL, and waited for
  void start();   // again, on the same port, with nothing in it
  void restart_empty();

  // One command over a connection of its own, to look into Redis or to prepare it. Throws
  // std::runtime_error when Redis does not answer within 5 s; an error of Redis is a reply.
  io::redis_reply command(const std::vector<std::string>& words) const;

 private:
  void launch();
  [[nodiscard]] bool becomes_ready() const;

  std::vector<std::string> more_arguments_;
  std::vector<std::string> more_environment_;
  std::uint16_t port_ = 0;
  pid_t pid_ = 0;
};

// A loopback port that was free a moment ago.
[[nodiscard]] std::uint16_t free_port();

}  // namespace parley::test
