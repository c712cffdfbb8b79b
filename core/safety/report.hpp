// What a report says, as text: before it is sealed, as Redis keeps it, and opened (docs/safety.md).
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/safety/seal.hpp"
#include "core/wire/messages.hpp"

namespace parley::safety {

// What a member says, in the words of the protocol.
struct report_slip {
  std::string room;
  seat_number by = 0;
  wire::report what;
  unix_ms at = 0;
};

// An entry of a room's log as the stream has it (docs/redis.md).
struct raw_entry {
  std::string id;
  std::vector<std::pair<std::string, std::string>> fields;
};

// In Redis: two boxes, since what was said may have been sealed before anybody complained.
struct kept_report {
  std::string report;
  std::string entries;
  friend bool operator==(const kept_report&, const kept_report&) = default;
};

// Each a JSON text, to be sealed.
[[nodiscard]] std::string to_text(const report_slip& slip);
// The latest of the entries, as many as together say most_report_bytes: reports are kept for long.
[[nodiscard]] std::string to_text(const std::string& room, const std::vector<raw_entry>& entries);
inline constexpr std::size_t most_report_bytes = 32'768;

[[nodiscard]] std::string to_text(const kept_report& kept);
[[nodiscard]] std::optional<kept_report> parse_kept_report(std::string_view text);

// One JSON object: the report with its entries. None: the key does not fit, or somebody has put
// the boxes of two rooms together.
[[nodiscard]] std::optional<std::string> open_report(const key_pair& with, const kept_report& kept);

}  // namespace parley::safety
