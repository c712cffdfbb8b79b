// Where reports are kept: reads what was said from the room's log, seals it for the operator, and
// writes it to Redis. It knows nothing of rooms and connections.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/io/redis_commands.hpp"
#include "core/safety/report.hpp"

namespace parley::safety {

struct report_settings {
  public_key key;
  std::size_t entries = 50;          // of the log, the last ones
  milliseconds kept{2'592'000'000};  // 30 days
};

enum class filing {
  kept,     // or there was one of that seat already, in a named room about the same other
  unknown,  // neither a log nor a copy of it
  lost,     // the link broke: whether it was kept is unknown
  failed,   // Redis refused
};

// In a named room a seat may report so many others; further reports change nothing.
inline constexpr std::int64_t most_reports_of_a_seat = 50;

struct filed {
  filing how = filing::kept;
  std::string why{};  // when failed
};

struct sealed_log {
  std::string box{};      // empty: nothing was said, or it could not be read
  std::string trouble{};  // why it could not be read
};

// Keys of a room that others name too.
[[nodiscard]] std::string sealed_log_key(const std::string& room);

// Of all reports: "<room>:<seat>" (in a named room "<room>:<seat>-<about>") by time. A report may
// be gone before it goes from here.
inline constexpr const char* report_index_key = "reports:{reports}";

// Calls back on the loop's thread, never from within a call; must outlive the link.
class report_desk {
 public:
  report_desk(io::redis_commands& redis, const report_settings& settings)
      : redis_(redis), settings_(settings) {}

  // Once for each seat of a room.
  void file(report_slip slip, std::function<void(filed)> done);

  // The box with the last entries, for what outlives the log.
  void seal_log(const std::string& room, std::function<void(const sealed_log&)> done);

 private:
  using entries = std::vector<raw_entry>;

  [[nodiscard]] io::redis_command read_of(const std::string& room) const;
  void admit(report_slip slip, std::function<void(filed)> done);
  void read_and_keep(report_slip slip, std::function<void(filed)> done);
  void keep(const report_slip& slip, const std::string& entries_box,
            std::function<void(filed)> done);
  void list(const report_slip& slip, std::function<void(filed)> done);

  io::redis_commands& redis_;
  report_settings settings_;
};

}  // namespace parley::safety
