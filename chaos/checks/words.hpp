// How violations speak of things. Inner part of the properties.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chaos/checks/history.hpp"

namespace parley::checks {

[[nodiscard]] std::string bot_words(bot_number bot);  // "bot 7"
[[nodiscard]] std::string message_words(std::string_view room, seat_number seat, seq_number seq);
[[nodiscard]] std::string count_words(std::uint64_t count, std::string_view one);  // "3 messages"
[[nodiscard]] std::string duration_words(double ms);                               // "1.25 s"
[[nodiscard]] std::string sum_words(body_sum sum);

// The bot that shows itself under this name: "bot-7".
[[nodiscard]] std::optional<bot_number> bot_named(std::string_view display_name);
[[nodiscard]] std::string display_name_of(bot_number bot);

}  // namespace parley::checks
