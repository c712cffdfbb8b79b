// What a message may carry besides words, which a service and a client read alike: the file that it
// names and its sender's clock. Inner part of the codec.
#pragma once

#include <optional>

#include "core/wire/json_members.hpp"
#include "core/wire/message_kinds.hpp"

namespace parley::wire {

// The member `file`; its form is looked at, not whether there is such a file.
[[nodiscard]] file_info read_file(json_members& params, file_form form);

// The member `clock`, which may be left out.
[[nodiscard]] std::optional<sender_clock> read_sender_clock(json_members& params);

}  // namespace parley::wire
