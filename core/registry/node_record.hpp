// What a process says of itself in the registry, and its JSON form (docs/redis.md). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::registry {

enum class service_kind { chat_node, matchmaker };

struct node_record {
  std::string id;
  service_kind service = service_kind::chat_node;
  std::string instance;  // random, one per process start
  std::string version;
  std::uint64_t connections = 0;
  std::uint64_t rooms = 0;
  std::uint64_t capacity = 0;  // rooms it takes at most
  std::uint64_t waiting = 0;   // tickets held
  bool draining = false;
  std::string address;  // for operators; clients are routed by id

  friend bool operator==(const node_record&, const node_record&) = default;
};

[[nodiscard]] std::string to_json(const node_record& record);

// None for anything but a record; unknown members are passed over (a newer version may say more).
[[nodiscard]] std::optional<node_record> parse_node_record(std::string_view json);

}  // namespace parley::registry
