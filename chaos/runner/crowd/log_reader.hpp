// The final reading: the log of each room as it stands in Redis, into the history.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "chaos/runner/crowd/recorder.hpp"
#include "chaos/runner/driver/driver.hpp"
#include "core/io/loop.hpp"
#include "core/io/open_redis.hpp"

namespace parley::crowd {

class log_reader {
 public:
  log_reader(io::event_loop& loop, recorder& history, const driver::door& redis,
             std::vector<std::string> rooms);
  ~log_reader();

  void start();
  [[nodiscard]] bool is_done() const { return done_ == rooms_.size(); }
  // A reply was an error or has not come: the reading is not complete.
  [[nodiscard]] bool has_failed() const { return has_failed_; }

 private:
  void read_next();
  void take(const std::string& room, const io::redis_reply& reply);

  recorder& history_;
  std::vector<std::string> rooms_;
  std::size_t asked_ = 0;
  std::size_t done_ = 0;
  bool has_failed_ = false;
  link::slot_set linked_;
  std::unique_ptr<io::redis_commands> redis_;
};

}  // namespace parley::crowd
