// The files of rooms in Redis (docs/redis.md): commands, and their replies as typed values. Any
// node serves any room's. It decides nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "chat-node/service/file_replies.hpp"
#include "core/io/redis_commands.hpp"

namespace parley::chat_node_service {

class file_store {
 public:
  using on_reply = std::function<void(const file_reply&)>;

  // Files live as long as a room's log does: a pair's, and a named room's.
  file_store(io::redis_commands& redis, milliseconds time_to_live, milliseconds named_kept)
      : redis_(redis), time_to_live_(time_to_live), named_kept_(named_kept) {}

  // go, ended, crowded (Redis has no such share left), trouble.
  void begin(const std::string& room, std::uint64_t size, std::uint64_t redis_percent,
             on_reply done);

  // A piece of what is being uploaded under a name of its own, which vanishes by itself some time
  // after the last one. go, trouble.
  void append(const std::string& room, const std::string& name, std::string piece, on_reply done);

  // All of it has come. kept, again, lost, full, ended, trouble.
  struct whole {
    std::string id;
    std::string type;
    std::uint64_t size = 0;
    std::uint64_t room_bytes = 0;
    bool is_named = false;  // the room is
  };
  void keep(const std::string& room, const std::string& name, const whole& file, on_reply done);

  void drop(const std::string& room, const std::string& name);

  // found, none, ended, trouble.
  void find(const std::string& room, const std::string& id, on_reply done);

  // Bytes from `offset` on, at most so many; none: trouble, or there are no more.
  void read(const std::string& room, const std::string& id, std::uint64_t offset, std::size_t most,
            std::function<void(std::optional<std::string>)> done);

 private:
  io::redis_commands& redis_;
  const milliseconds time_to_live_;
  const milliseconds named_kept_;
};

// The room's log lives on: so do its files. Nobody waits for it.
void touch_files(io::redis_commands& redis, const std::string& room, milliseconds time_to_live);

}  // namespace parley::chat_node_service
