// The reports in Redis, as the operator's program reads them: one question at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/io/loop.hpp"
#include "core/io/open_redis.hpp"
#include "core/safety/report.hpp"

namespace parley::safety {

struct report_name {
  std::string at;  // ISO 8601, UTC
  std::string room;
  std::string seat;
};

class report_store {
 public:
  // Throws start_error when there is no Redis.
  explicit report_store(const io::redis_place& place);

  // The oldest first. Throws start_error when Redis does not answer, as `read` does.
  [[nodiscard]] std::vector<report_name> list();
  [[nodiscard]] std::optional<kept_report> read(const report_name& name);  // none: it is gone

 private:
  [[nodiscard]] io::redis_reply ask(const io::redis_command& command);

  io::event_loop loop_;
  std::unique_ptr<io::redis_commands> redis_;
};

}  // namespace parley::safety
