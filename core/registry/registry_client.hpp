// Keeps this process in the registry and knows who else is alive. It holds no opinion about what to
// do with that: the machines of the services decide.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"
#include "core/io/redis_commands.hpp"
#include "core/registry/node_record.hpp"

namespace parley::registry {

// Of all that the registry keeps.
inline constexpr std::string_view hash_tag = "nodes";

// To be among the libraries of the links that a registry_client uses.
[[nodiscard]] io::function_library library();

struct registry_settings {
  milliseconds lease{3'000};  // who has not renewed for so long is dead
  milliseconds renew_every{1'000};
  milliseconds list_every{250};
};

struct registry_handlers {
  // Asked before each renewal for the truth of the moment.
  std::function<node_record()> own_record;
  // All live records (also one's own), ordered by id; only ever a fresh answer of Redis. While
  // Redis is away none come.
  std::function<void(std::vector<node_record>)> on_snapshot;
  // A renewal, removal or list failed, in words; optional. Not called for a lost link, which the
  // owner of the link knows of.
  std::function<void(std::string_view what)> on_trouble{};
};

// Everything is called, and calls back, on the loop's thread. Uses the link whenever it is ready.
class registry_client {
 public:
  registry_client(io::event_loop& loop, io::redis_commands& redis, registry_settings settings,
                  registry_handlers handlers);
  ~registry_client();
  registry_client(const registry_client&) = delete;
  registry_client& operator=(const registry_client&) = delete;

  void start();

  // Renews and lists at once: call it when the link is ready, and when `draining` changes.
  void refresh();

  // Takes this process out of the registry (only its own instance) and stops; `done` comes in any
  // case, also when Redis is away.
  void leave(std::function<void()> done);

 private:
  class impl;
  std::shared_ptr<impl> impl_;
};

}  // namespace parley::registry
