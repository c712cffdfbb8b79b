// The kinds of messages and what each is made of: the service looks at no more than this form, what
// they mean is the reader's rule (docs/protocol.md section 3).
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace parley::wire {

struct message_kind {
  std::string_view name;
  bool has_body;
  bool has_of;  // names an earlier message of the same seat
};

inline constexpr std::string_view icebreaker_kind = "icebreaker";

inline constexpr std::array<message_kind, 4> message_kinds{{
    {"text", true, false},
    {icebreaker_kind, true, false},
    {"edit", true, true},
    {"delete", false, true},
}};

// None: a kind that this version does not know.
[[nodiscard]] constexpr std::optional<message_kind> find_message_kind(std::string_view name) {
  const auto* const found = std::find_if(message_kinds.begin(), message_kinds.end(),
                                         [name](const auto& kind) { return kind.name == name; });
  if (found == message_kinds.end()) return std::nullopt;
  return *found;
}

}  // namespace parley::wire
