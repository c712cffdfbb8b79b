// What somebody asks of the files of a room, or why not: before anything of a body is read. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "chat-node/files/answers.hpp"
#include "core/base/ids.hpp"
#include "core/wire/tokens.hpp"

namespace parley::files {

struct file_settings {
  bool enabled = true;
  std::uint64_t max_bytes = 5'242'880;
  std::uint64_t max_image_bytes = 2'097'152;
  std::uint64_t room_bytes = 20'971'520;  // of all files of a room
  std::uint64_t redis_percent = 50;       // of its maxmemory; beyond, no upload begins
  std::uint64_t at_once = 256;            // transfers of this process
  std::uint32_t uploads_per_minute = 30;  // of a seat, and as many at once
};

// As the head of the HTTP request has it.
struct request_head {
  std::string_view method;
  std::string_view path;  // what follows …/files
  std::string_view authorization;
  std::optional<std::uint64_t> length{};  // of the body
  bool is_chunked = false;
};

struct upload {
  std::string room;
  seat_number seat = 0;
  std::uint64_t size = 0;
  bool is_named = false;  // the room is, and lives longer
  friend bool operator==(const upload&, const upload&) = default;
};

struct download {
  std::string room;
  std::string file;
  friend bool operator==(const download&, const download&) = default;
};

// An answer: all that there is to say to it.
using request = std::variant<upload, download, answer>;

[[nodiscard]] request read_request(const request_head& head, const file_settings& settings,
                                   const wire::token_box& tokens, unix_ms now);

// What a file of this type may have; the refusal when it has more.
[[nodiscard]] std::optional<answer> too_long(std::uint64_t size, std::string_view type,
                                             const file_settings& settings);

}  // namespace parley::files
