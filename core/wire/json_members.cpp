// What counts as an integer, a text, a version vector.
#include "core/wire/json_members.hpp"

#include <charconv>

#include "core/base/tenths.hpp"

namespace parley::wire {

namespace {

// A number that is written without fraction or exponent, and not negative.
std::optional<std::uint64_t> read_integer(const boost::json::value& value) {
  if (value.is_uint64()) return value.get_uint64();
  if (value.is_int64() && value.get_int64() >= 0) {
    return static_cast<std::uint64_t>(value.get_int64());
  }
  return std::nullopt;
}

// A seat as the name of a member: decimal, from 1, without leading zeros.
std::optional<seat_number> read_seat_name(std::string_view text) {
  seat_number seat = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seat);
  if (error != std::errc{} || stop != end || text.front() == '0') return std::nullopt;
  return seat;
}

}  // namespace

const boost::json::value* json_members::find(std::string_view name) const {
  return object_->if_contains(boost::json::string_view{name.data(), name.size()});
}

void json_members::fail(std::string_view name) {
  if (!error_) error_ = rpc_error{.code = error_code::invalid_params, .param = std::string{name}};
}

void json_members::fail_too_long(std::string_view name, std::size_t limit) {
  if (error_) return;
  error_ = rpc_error{.code = error_code::too_long, .param = std::string{name}, .limit = limit};
}

std::uint64_t json_members::integer(std::string_view name, std::uint64_t least,
                                    std::uint64_t most) {
  const boost::json::value* value = find(name);
  const auto number = value != nullptr ? read_integer(*value) : std::nullopt;
  if (number && *number >= least && *number <= most) return *number;
  fail(name);
  return least;
}

double json_members::tenths(std::string_view name, double least) {
  const boost::json::value* value = find(name);
  if (value != nullptr && value->is_number()) {
    const auto number = value->to_number<double>();
    if (number >= least && number <= max_tenths) return to_tenths(number);
  }
  fail(name);
  return 0;
}

seat_number json_members::seat(std::string_view name) {
  return static_cast<seat_number>(integer(name, 1, std::numeric_limits<seat_number>::max()));
}

bool json_members::flag(std::string_view name) {
  const boost::json::value* value = find(name);
  if (value != nullptr && value->is_bool()) return value->get_bool();
  fail(name);
  return false;
}

std::string json_members::text(std::string_view name, std::size_t max_bytes) {
  const boost::json::value* value = find(name);
  if (value == nullptr || !value->is_string()) {
    fail(name);
    return {};
  }
  const auto& text = value->get_string();
  if (text.size() > max_bytes) {
    fail_too_long(name, max_bytes);
    return {};
  }
  return std::string{text.data(), text.size()};
}

version_vector json_members::versions(std::string_view name) {
  version_vector versions;
  const boost::json::value* value = find(name);
  if (value == nullptr || !value->is_object() || value->get_object().size() > max_seats) {
    fail(name);
    return versions;
  }
  for (const auto& [key, number] : value->get_object()) {
    const auto seat = read_seat_name({key.data(), key.size()});
    const auto seq = read_integer(number);
    if (!seat || !seq || *seq > max_integer) {
      fail(name);
      return {};
    }
    versions.emplace(*seat, *seq);
  }
  return versions;
}

std::vector<std::string> json_members::texts(std::string_view name, std::size_t max_count) {
  std::vector<std::string> texts;
  const boost::json::value* value = find(name);
  if (value == nullptr || !value->is_array()) {
    fail(name);
    return texts;
  }
  const auto& items = value->get_array();
  if (items.size() > max_count) {
    fail_too_long(name, max_count);
    return texts;
  }
  for (const boost::json::value& item : items) {
    if (!item.is_string()) {
      fail(name);
      return {};
    }
    texts.emplace_back(item.get_string().data(), item.get_string().size());
  }
  return texts;
}

}  // namespace parley::wire
