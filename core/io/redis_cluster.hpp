// The command links to a Redis Cluster as one: each command goes to the master that has its key's
// slot. Honest as redis_client: a command whose fate is unknown is answered `lost`, never sent
// again; what was refused because its slot is on its way is sent again, for it was not performed.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"
#include "core/io/redis_commands.hpp"
#include "core/link/slots.hpp"

namespace parley::io {

// As redis_client, but that links come and go for some slots at a time. Not to be destroyed by its
// own callbacks.
class redis_cluster : public redis_commands {
 public:
  // `settings` are those of each link; host and port are not looked at.
  redis_cluster(event_loop& loop, std::vector<link::redis_address> seeds, redis_settings settings,
                std::vector<function_library> libraries, redis_events events);
  ~redis_cluster() override;

  void start() override;
  void stop() override;
  void interfere(redis_hooks* hooks) override;
  // To the master of the key, wherever that is at each attempt to connect.
  [[nodiscard]] redis_settings own_link(std::string_view key) const override;
  [[nodiscard]] bool reaches(std::string_view key) const override;

  void command(const redis_command& command, redis_callback callback) override;
  void transaction(const std::vector<redis_command>& commands, redis_callback callback) override;
  // A function must declare all its keys, or at least two of those of its tag: while a slot is on
  // its way Redis runs only what has all declared keys in one place.
  void fcall(std::string function, std::vector<std::string> keys, std::vector<std::string> args,
             redis_callback callback) override;
  void wait_for_replicas(const std::string& key, std::uint64_t replicas, milliseconds time,
                         redis_callback callback) override;

 private:
  class impl;
  std::shared_ptr<impl> impl_;
};

}  // namespace parley::io
