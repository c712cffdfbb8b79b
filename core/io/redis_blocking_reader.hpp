// The blocking link to Redis: takes what others push onto lists (mailboxes), as soon as it is
// there.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"

namespace parley::io {

struct redis_reader_handlers {
  // At least one item, oldest first.
  std::function<void(const std::string& key, std::vector<std::string> items)> on_items;
  // The link is up or gone; both optional. Items taken by a link that broke may be lost: a
  // notification is never a guaranteed wake-up.
  std::function<void()> on_ready{};
  std::function<void(std::string_view reason)> on_lost{};
};

// Everything is called, and calls back, on the loop's thread. Reconnects like redis_client. Must
// not be destroyed by its own callbacks.
class redis_blocking_reader {
 public:
  // `keys` (at least one) are lists under one hash tag.
  redis_blocking_reader(event_loop& loop, redis_settings settings,
                        const std::vector<std::string>& keys, redis_reader_handlers handlers);
  ~redis_blocking_reader();
  redis_blocking_reader(const redis_blocking_reader&) = delete;
  redis_blocking_reader& operator=(const redis_blocking_reader&) = delete;

  void start();
  void stop();
  [[nodiscard]] bool is_ready() const;

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace parley::io
