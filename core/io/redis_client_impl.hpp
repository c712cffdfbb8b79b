// The inside of redis_client: the link machine (core/link/redis_link.hpp) joined to a connection.
// Only its own two sources include it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "core/base/random_bits.hpp"
#include "core/io/redis_client.hpp"
#include "core/io/redis_connection.hpp"
#include "core/link/heartbeat.hpp"
#include "core/link/redis_link.hpp"

namespace parley::io {

class redis_client::impl : public std::enable_shared_from_this<redis_client::impl> {
 public:
  impl(event_loop& loop, redis_settings settings, std::vector<function_library> libraries,
       redis_handlers handlers);

  void feed(link::redis_link_event event);
  void forget();
  void interfere(redis_hooks* hooks);

  void command(const redis_command& command, redis_callback callback);
  void transaction(const std::vector<redis_command>& commands, redis_callback callback);
  void fcall(const redis_command& call, redis_callback callback, bool may_retry);

  [[nodiscard]] event_loop& loop() { return loop_; }
  [[nodiscard]] const redis_settings& settings() const { return settings_; }
  [[nodiscard]] const link::redis_link& link() const { return link_; }
  [[nodiscard]] std::size_t pending() const { return connection_ ? connection_->pending() : 0; }

 private:
  [[nodiscard]] std::optional<redis_reply> refusal(std::size_t commands) const;
  void refuse(redis_reply why, redis_callback callback);

  void perform(const link::connect&);
  void perform(const link::prepare&);
  void perform(const link::disconnect& action);
  void perform(const link::set_timer& action);
  void perform(const link::clear_timer&) { timer_.cancel(); }
  void perform(const link::announce_ready& action);
  void perform(const link::announce_lost& action);
  void perform(const link::announce_failed& action);

  void load_libraries(const redis_callback& each);
  void watch();

  event_loop& loop_;
  redis_settings settings_;
  std::vector<function_library> libraries_;
  redis_handlers handlers_;
  link::redis_link link_;
  link::heartbeat_settings heartbeat_;
  std::shared_ptr<redis_connection> connection_;
  redis_hooks* hooks_ = nullptr;
  std::uint64_t attempts_ = 0;  // to connect
  timer timer_;                 // the machine's
  timer watch_;                 // looks for replies that are late, while the link is ready
  std::deque<link::redis_link_event> events_;
  bool is_feeding_ = false;
  bool is_forgotten_ = false;      // the client is gone: nobody is called any more
  std::size_t unprepared_ = 0;     // replies that `prepare` still waits for
  std::uint64_t last_reload_ = 0;  // commands sent on this connection before the last reload
  random_bits random_{std::random_device{}()};
};

}  // namespace parley::io
