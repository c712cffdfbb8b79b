// What Redis answers about the files of a room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/io/redis_reply.hpp"

namespace parley::chat_node_service {

struct file_reply {
  enum class kind { go, ended, full, kept, again, lost, crowded, found, none, trouble };
  kind what = kind::trouble;
  std::string reason{};             // of the end, or of the trouble
  std::optional<seat_number> by{};  // of the end
  std::string type{};               // of what was found
  std::uint64_t size = 0;
  friend bool operator==(const file_reply&, const file_reply&) = default;
};

[[nodiscard]] file_reply parse_file_reply(const io::redis_reply& reply);

}  // namespace parley::chat_node_service
