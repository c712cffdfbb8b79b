// Strikes at the link to Redis.
#pragma once

#include "chaos/striker/strike_desk.hpp"
#include "core/io/redis_hooks.hpp"

namespace parley::striker {

class redis_strikes : public io::redis_hooks {
 public:
  explicit redis_strikes(strike_desk& desk) : desk_(desk) {}

  // The plan has something for it.
  [[nodiscard]] bool is_wanted() const;

  bool may_connect(std::uint64_t connection) override;
  io::command_fate on_command(std::uint64_t connection, std::uint64_t number) override;
  io::reply_fate on_reply(std::uint64_t connection, std::uint64_t number) override;

 private:
  [[nodiscard]] std::optional<injector::strike> ask(injector::phase at, std::uint64_t connection,
                                                    std::uint64_t number);
  strike_desk& desk_;
};

}  // namespace parley::striker
