// The door through which the command link to Redis can be interfered with on purpose, for tests of
// what survives it. Without hooks none of it is entered. When to do what is the implementer's.
#pragma once

#include <cstdint>

#include "core/base/time.hpp"

namespace parley::io {

enum class command_fate {
  go_on,
  cut,  // the connection breaks, and the command with those gathered before it stays here
};

struct reply_fate {
  enum class kind {
    pass,
    cut,   // the connection breaks instead
    deaf,  // neither this reply nor any other of this connection is heard
  };
  kind what = kind::pass;
  milliseconds delay{0};  // until it is heard; those after it wait behind it
};

// Called on the loop's thread. `connection` counts the link's attempts to connect from 1, `number`
// the commands of one, those that prepare the link included.
class redis_hooks {
 public:
  virtual ~redis_hooks() = default;
  [[nodiscard]] virtual bool may_connect(std::uint64_t connection) = 0;
  [[nodiscard]] virtual command_fate on_command(std::uint64_t connection, std::uint64_t number) = 0;
  [[nodiscard]] virtual reply_fate on_reply(std::uint64_t connection, std::uint64_t number) = 0;
};

}  // namespace parley::io
