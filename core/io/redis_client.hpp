// The command link to Redis: pipelined, always coming back, and honest about what it does not know.
// It carries commands and replies, never their meaning; what blocks goes to redis_blocking_reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/loop.hpp"
#include "core/io/redis_commands.hpp"
#include "core/io/redis_hooks.hpp"
#include "core/io/redis_reply.hpp"

namespace parley::io {

// A library of Redis functions that the link loads (FUNCTION LOAD REPLACE) before it is ready.
struct function_library {
  std::string name;    // as in the source's first line, for logs
  std::string source;  // Lua
};

struct redis_handlers {
  // A new link is up, functions loaded. Link numbers count from 1 and grow by one each time.
  std::function<void(std::uint64_t link_number)> on_ready;
  // The link that was ready is gone. Each of its callbacks has got `lost` before, exactly once.
  std::function<void(std::string_view reason)> on_lost;
  // An attempt to connect failed; the next one follows by itself. Optional; for a log line.
  std::function<void(std::string_view reason)> on_failed;
};

// Everything is called, and calls back, on the loop's thread; callbacks never come from within the
// call that they answer. A reply belongs to the link on which its command was sent: none ever comes
// after that link's on_lost. A READONLY, LOADING, MASTERDOWN, CLUSTERDOWN, MOVED or ASK error
// breaks the link, because a link is ownership (DESIGN section 5), but for a member's MOVED and
// ASK; its callback gets `lost` like the others. Any other error (OOM, WRONGTYPE …) is a reply.
class redis_client : public redis_commands {
 public:
  redis_client(event_loop& loop, redis_settings settings, std::vector<function_library> libraries,
               redis_handlers handlers);
  ~redis_client() override;  // as `stop`

  void start() override;

  // Closes for good. What is pending gets `lost`, then on_lost comes if the link was ready; both
  // later than this call. Once destroyed, a client calls nobody any more.
  void stop() override;

  // For tests of what survives it (chaos/striker): while set (null: not), these decide over the
  // link. When they are taken away, late replies are heard at once, and a link that was made deaf
  // breaks. Not from within a callback of this client.
  void interfere(redis_hooks* hooks) override;

  [[nodiscard]] bool is_ready() const;
  [[nodiscard]] std::uint64_t link_number()
      const;                                  // of the current or else the last link; 0: none yet
  [[nodiscard]] std::size_t pending() const;  // commands without a reply

  [[nodiscard]] redis_settings own_link(std::string_view key) const override;
  [[nodiscard]] bool reaches(std::string_view) const override { return is_ready(); }

  // Without a ready link the callback gets `lost`, and the command is not sent.
  void command(const redis_command& command, redis_callback callback) override;
  void transaction(const std::vector<redis_command>& commands, redis_callback callback) override;

  // FCALL. When Redis no longer knows the function (FUNCTION FLUSH), the libraries are loaded again
  // and the call is repeated once; it then comes after commands that were sent later.
  void fcall(std::string function, std::vector<std::string> keys, std::vector<std::string> args,
             redis_callback callback) override;

  // Of all that was written on this link, whatever its key.
  void wait_for_replicas(const std::string& key, std::uint64_t replicas, milliseconds time,
                         redis_callback callback) override;

 private:
  class impl;
  std::shared_ptr<impl> impl_;
};

}  // namespace parley::io
