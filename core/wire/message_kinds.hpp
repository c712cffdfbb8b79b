// The kinds of messages and what each is made of: the service looks at no more than this form, what
// they mean is the reader's rule (docs/protocol.md section 3).
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace parley::wire {

// What is said of the file that a message names.
enum class file_form { none, image, named };

struct message_kind {
  std::string_view name;
  bool has_body;
  bool has_of;  // names an earlier message of the same seat
  file_form file = file_form::none;
};

inline constexpr std::string_view icebreaker_kind = "icebreaker";

inline constexpr std::array<message_kind, 6> message_kinds{{
    {"text", true, false},
    {icebreaker_kind, true, false},
    {"edit", true, true},
    {"delete", false, true},
    {"image", false, false, file_form::image},
    {"file", false, false, file_form::named},
}};

// None: a kind that this version does not know.
[[nodiscard]] constexpr std::optional<message_kind> find_message_kind(std::string_view name) {
  const auto* const found = std::find_if(message_kinds.begin(), message_kinds.end(),
                                         [name](const auto& kind) { return kind.name == name; });
  if (found == message_kinds.end()) return std::nullopt;
  return *found;
}

}  // namespace parley::wire
