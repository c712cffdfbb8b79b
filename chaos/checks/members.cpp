// What each kind of member may be.
#include "chaos/checks/members.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <charconv>

namespace parley::checks {

namespace {

constexpr std::uint64_t max_integer = (std::uint64_t{1} << 53) - 1;

std::optional<std::uint64_t> to_whole(const boost::json::value& value) {
  if (const auto* number = value.if_int64()) {
    if (*number >= 0) return static_cast<std::uint64_t>(*number);
  } else if (const auto* big = value.if_uint64()) {
    return *big;
  }
  return std::nullopt;
}

}  // namespace

void members::fail(std::string_view name, std::string_view what) {
  if (!mistake_.empty()) return;
  mistake_.append(name).append(" ").append(what);
}

std::uint64_t members::whole(std::string_view name, std::uint64_t least, std::uint64_t most) {
  const boost::json::value* const found = object_->if_contains(name);
  const auto number = found == nullptr ? std::nullopt : to_whole(*found);
  most = std::min(most, max_integer);
  if (number && *number >= least && *number <= most) return *number;
  fail(name, "must be an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

void members::fraction(std::string_view name, double& value) {
  const boost::json::value* const found = object_->if_contains(name);
  if (found != nullptr && found->is_number()) value = found->to_number<double>();
  if (found == nullptr || !found->is_number() || !(value >= 0 && value <= max_fraction))
    fail(name, "must be a number from 0 to 10^12");
}

std::string_view members::view(std::string_view name) {
  const boost::json::value* const found = object_->if_contains(name);
  if (found != nullptr && found->is_string()) return found->get_string();
  fail(name, "must be a text");
  return {};
}

void members::text(std::string_view name, std::string& value) {
  value = view(name);
}

void members::sum(std::string_view name, body_sum& value) {
  const std::string_view text = view(name);
  const char* const end = text.data() + text.size();
  const bool lower = text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (text.size() != 8 || !lower || std::from_chars(text.data(), end, value, 16).ptr != end)
    fail(name, "must be 8 hex digits");
}

void members::id(std::string_view name, entry_id& value) {
  const auto id = parse_entry_id(view(name));
  if (!id) return fail(name, "must be an id, <epoch>-<n>");
  value = *id;
}

void members::optional_flag(std::string_view name, bool& value) {
  const boost::json::value* const found = object_->if_contains(name);
  if (found == nullptr) return;
  if (!found->is_bool()) return fail(name, "must be true or false");
  value = found->get_bool();
}

}  // namespace parley::checks
