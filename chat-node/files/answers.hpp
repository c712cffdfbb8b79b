// What is answered to who uploads or fetches a file (docs/protocol.md section 8). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace parley::files {

struct answer {
  int status = 200;
  std::string name{};  // of a refusal, for a metric; empty: none
  std::string body{};  // JSON
  std::vector<std::pair<std::string, std::string>> headers{};
  friend bool operator==(const answer&, const answer&) = default;
};

[[nodiscard]] answer refusal(int status, std::string_view name);
[[nodiscard]] answer refusal_until(int status, std::string_view name, milliseconds retry);
[[nodiscard]] answer refusal_beyond(int status, std::string_view name, std::uint64_t limit);
[[nodiscard]] answer room_ended(std::string_view reason, std::optional<seat_number> by);
[[nodiscard]] answer not_allowed(std::string_view methods);

[[nodiscard]] answer stored(std::string_view file, std::string_view type, std::uint64_t size,
                            bool again);

// The headers of a file: it is saved or shown as what it is, and nothing of it runs.
[[nodiscard]] answer file_head(std::string_view type);

// For a page of another origin that the service has let in; nothing for none.
void allow_origin(answer& to, std::string_view origin);
[[nodiscard]] answer preflight();

}  // namespace parley::files
