// One option's value as text, and back. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

namespace parley::io {

[[nodiscard]] std::optional<std::uint64_t> parse_whole_number(std::string_view text);
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
[[nodiscard]] std::optional<bool> parse_yes_or_no(std::string_view text);

// "1500" (ms), "1500ms", "1.5s", "2m", "24h"; not negative, at most 10,000 days.
[[nodiscard]] std::optional<milliseconds> parse_duration(std::string_view text);

// "a, b,c" → a b c; empty parts are left out.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);

// As YAML that reads back as the same text.
[[nodiscard]] std::string yaml_text(std::string_view text);
[[nodiscard]] std::string yaml_number(double number);
[[nodiscard]] std::string yaml_list(const std::vector<std::string>& list);

}  // namespace parley::io
