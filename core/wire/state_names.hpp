// The words of the protocol's closed sets, in one table each for both directions. Inner part of the
// codec.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/check.hpp"
#include "core/wire/messages.hpp"

namespace parley::wire {

template <class Enum, std::size_t N>
using name_table = std::array<std::pair<Enum, std::string_view>, N>;

inline constexpr name_table<presence_state, 4> presence_names{{
    {presence_state::expected, "expected"},
    {presence_state::present, "present"},
    {presence_state::away, "away"},
    {presence_state::left, "left"},
}};

inline constexpr name_table<wait_end, 3> wait_end_names{{
    {wait_end::cancelled, "cancelled"},
    {wait_end::replaced, "replaced"},
    {wait_end::too_long, "too_long"},
}};

inline constexpr name_table<room_end, 5> room_end_names{{
    {room_end::left, "left"},
    {room_end::gone, "gone"},
    {room_end::no_show, "no_show"},
    {room_end::expired, "expired"},
    {room_end::idle, "idle"},
}};

inline constexpr name_table<report_reason, 6> report_reason_names{{
    {report_reason::abuse, "abuse"},
    {report_reason::sexual, "sexual"},
    {report_reason::minor, "minor"},
    {report_reason::threat, "threat"},
    {report_reason::spam, "spam"},
    {report_reason::other, "other"},
}};

template <class Enum, std::size_t N>
[[nodiscard]] std::string_view find_name(const name_table<Enum, N>& table, Enum value) {
  for (const auto& [candidate, name] : table) {
    if (candidate == value) return name;
  }
  PARLEY_CHECK(false);
  return {};
}

template <class Enum, std::size_t N>
[[nodiscard]] std::optional<Enum> find_value(const name_table<Enum, N>& table,
                                             std::string_view name) {
  for (const auto& [value, candidate] : table) {
    if (candidate == name) return value;
  }
  return std::nullopt;
}

}  // namespace parley::wire
