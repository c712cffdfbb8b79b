// Words of violations, and names of bots.
#include "chaos/checks/words.hpp"

#include <array>
#include <charconv>
#include <cstdio>

#include "chaos/checks/property.hpp"

namespace parley::checks {

void property::violated(std::string what, std::vector<line_number> lines) {
  if (++found_.violations > shown_violations) return;
  std::erase(lines, 0U);
  std::ranges::sort(lines);
  found_.first.push_back({std::move(what), std::move(lines)});
}

std::string bot_words(bot_number bot) {
  return "bot " + std::to_string(bot);
}

std::string message_words(std::string_view room, seat_number seat, seq_number seq) {
  return "message " + std::to_string(seq) + " of seat " + std::to_string(seat) + " in room " +
         std::string(room);
}

std::string count_words(std::uint64_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

std::string duration_words(double ms) {
  std::array<char, 40> text;
  if (ms < 1000) {
    std::snprintf(text.data(), text.size(), "%.0f ms", ms);
  } else {
    std::snprintf(text.data(), text.size(), "%.2f s", ms / 1000);
  }
  return text.data();
}

std::string sum_words(body_sum sum) {
  std::array<char, 9> text;
  std::snprintf(text.data(), text.size(), "%08x", sum);
  return text.data();
}

std::optional<bot_number> bot_named(std::string_view display_name) {
  constexpr std::string_view prefix = "bot-";
  if (!display_name.starts_with(prefix)) return std::nullopt;
  display_name.remove_prefix(prefix.size());
  bot_number bot = 0;
  const char* const end = display_name.data() + display_name.size();
  const auto [read, error] = std::from_chars(display_name.data(), end, bot);
  if (error != std::errc{} || read != end) return std::nullopt;
  return bot;
}

std::string display_name_of(bot_number bot) {
  return "bot-" + std::to_string(bot);
}

}  // namespace parley::checks
