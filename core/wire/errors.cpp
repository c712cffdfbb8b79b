// The table of error codes.
#include "core/wire/errors.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/check.hpp"

namespace parley::wire {

namespace {

constexpr std::array<std::pair<error_code, std::string_view>, 27> table{{
    {error_code::parse_error, "parse_error"},
    {error_code::invalid_request, "invalid_request"},
    {error_code::method_not_found, "method_not_found"},
    {error_code::invalid_params, "invalid_params"},
    {error_code::internal_error, "internal_error"},
    {error_code::join_first, "join_first"},
    {error_code::token_invalid, "token_invalid"},
    {error_code::token_expired, "token_expired"},
    {error_code::gap, "gap"},
    {error_code::too_long, "too_long"},
    {error_code::rate_limited, "rate_limited"},
    {error_code::log_full, "log_full"},
    {error_code::storage_unavailable, "storage_unavailable"},
    {error_code::room_ended, "room_ended"},
    {error_code::wrong_node, "wrong_node"},
    {error_code::no_node, "no_node"},
    {error_code::draining, "draining"},
    {error_code::no_such_wait, "no_such_wait"},
    {error_code::language_unknown, "language_unknown"},
    {error_code::busy, "busy"},
    {error_code::move_refused, "move_refused"},
    {error_code::node_full, "node_full"},
    {error_code::reports_off, "reports_off"},
    {error_code::no_such_room, "no_such_room"},
    {error_code::held, "held"},
    {error_code::key_wrong, "key_wrong"},
    {error_code::room_full, "room_full"},
}};

}  // namespace

std::string_view name_of(error_code code) {
  const auto row =
      std::find_if(table.begin(), table.end(), [code](const auto& r) { return r.first == code; });
  PARLEY_CHECK(row != table.end());
  return row->second;
}

std::optional<error_code> parse_error_code(std::int64_t number) {
  const auto row = std::find_if(table.begin(), table.end(), [number](const auto& r) {
    return static_cast<std::int64_t>(r.first) == number;
  });
  if (row == table.end()) return std::nullopt;
  return row->first;
}

}  // namespace parley::wire
