// Text form of ids.
#include "core/base/ids.hpp"

#include <charconv>

namespace parley {

std::string to_string(const entry_id& id) {
  return std::to_string(id.epoch) + "-" + std::to_string(id.n);
}

std::optional<entry_id> parse_entry_id(std::string_view text) {
  entry_id id;
  const char* const end = text.data() + text.size();
  const auto epoch = std::from_chars(text.data(), end, id.epoch);
  if (epoch.ec != std::errc{} || epoch.ptr == end || *epoch.ptr != '-') return std::nullopt;
  const auto n = std::from_chars(epoch.ptr + 1, end, id.n);
  if (n.ec != std::errc{} || n.ptr != end) return std::nullopt;
  return id;
}

}  // namespace parley
