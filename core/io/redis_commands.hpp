// What a service asks of Redis, be it one server (redis_client) or a cluster (redis_cluster).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/io/redis_hooks.hpp"
#include "core/io/redis_reply.hpp"
#include "core/link/redirect.hpp"
#include "core/link/slots.hpp"

namespace parley::io {

struct redis_settings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 6379;
  std::string password{};       // empty: no AUTH
  milliseconds timeout{1'000};  // for connecting, and for each reply: a later one breaks the link
  std::size_t max_pending = 20'000;         // commands without a reply; beyond: error "OVERLOAD"
  std::size_t max_unsent_bytes = 64 << 20;  // likewise
  milliseconds first_wait{50};              // reconnecting waits a random part of this,
  milliseconds longest_wait{2'000};         // doubled at each failure up to this
  // Of a cluster: MOVED and ASK are replies, and a member that sees the cluster as down is of no
  // use.
  bool is_member = false;
  // Set: asked before each attempt to connect, in place of host and port; none: nowhere yet.
  std::function<std::optional<link::redis_address>()> where{};
};

using redis_command = std::vector<std::string>;  // {"XADD", "room:{r}", …}
using redis_callback = std::function<void(const redis_reply&)>;

// What a service hears of its Redis, if it wants to. A server alone has all slots.
struct redis_events {
  // Links to the masters of these slots are up, functions loaded.
  std::function<void(const link::slot_set&)> on_ready;
  // Their links are gone, or they have another master, whose link may be announced next. Each
  // command for one of them has been answered before, with `lost` if by nothing else.
  std::function<void(const link::slot_set&, std::string_view reason)> on_lost;
  std::function<void(std::string_view reason)> on_failed{};  // it is tried again; for a log line
  std::function<void(std::string_view kind)> on_redirect{};  // "MOVED", "ASK", "TRYAGAIN"
};

// Each call is about keys of one hash tag. Its callback is called exactly once, on the loop's
// thread, never from within the call; `lost` when there is no link or it broke.
class redis_commands {
 public:
  redis_commands() = default;
  virtual ~redis_commands() = default;
  redis_commands(const redis_commands&) = delete;
  redis_commands& operator=(const redis_commands&) = delete;

  virtual void start() = 0;
  virtual void stop() = 0;
  // See redis_client.
  virtual void interfere(redis_hooks* hooks) = 0;

  // For a link of one's own to whoever has this key, as a blocking reader needs it.
  [[nodiscard]] virtual redis_settings own_link(std::string_view key) const = 0;

  // A command for this key would be sent now.
  [[nodiscard]] virtual bool reaches(std::string_view key) const = 0;

  // Its second word is its key.
  virtual void command(const redis_command& command, redis_callback callback) = 0;

  // MULTI … EXEC. The callback gets EXEC's answer: the array of replies, or an error if Redis
  // refused to run any of it.
  virtual void transaction(const std::vector<redis_command>& commands, redis_callback callback) = 0;

  // FCALL, with at least one key.
  virtual void fcall(std::string function, std::vector<std::string> keys,
                     std::vector<std::string> args, redis_callback callback) = 0;

  // How many replicas have what was written to `key` before: WAIT.
  virtual void wait_for_replicas(const std::string& key, std::uint64_t replicas, milliseconds time,
                                 redis_callback callback) = 0;
};

}  // namespace parley::io
