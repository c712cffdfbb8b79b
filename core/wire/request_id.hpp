// A JSON-RPC id as JSON. Inner part of the codec.
#pragma once

#include <boost/json/value.hpp>
#include <optional>

#include "core/wire/limits.hpp"
#include "core/wire/messages.hpp"

namespace parley::wire {

// None: neither an integer in 0 … 2^53-1 nor a string of 1 to 64 bytes.
[[nodiscard]] inline std::optional<request_id> read_request_id(const boost::json::value& value) {
  if (value.is_int64() && value.get_int64() >= 0) {
    const auto number = static_cast<std::uint64_t>(value.get_int64());
    if (number <= max_integer) return number;
  }
  if (value.is_string()) {
    const auto& text = value.get_string();
    if (!text.empty() && text.size() <= max_id_bytes) return std::string{text.data(), text.size()};
  }
  return std::nullopt;
}

}  // namespace parley::wire
