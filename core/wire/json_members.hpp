// Reads the members of a JSON object that comes from outside. Inner part of the codec.
//
// A reader asks for one member after the other and looks once, at the end, whether all was well:
// the first thing that was wrong is kept, and what is asked for after it comes back empty.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/wire/errors.hpp"
#include "core/wire/limits.hpp"
#include "core/wire/messages.hpp"

namespace parley::wire {

inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

class json_members {
 public:
  explicit json_members(const boost::json::object& object) : object_(&object) {}

  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] bool is_null(std::string_view name) const {
    const boost::json::value* value = find(name);
    return value != nullptr && value->is_null();
  }

  // Required ones: absent or of another type is wrong.
  std::uint64_t integer(std::string_view name, std::uint64_t least = 0,
                        std::uint64_t most = max_integer);
  seat_number seat(std::string_view name);
  double tenths(std::string_view name, double least);  // rounded to one digit after the point
  unix_ms time(std::string_view name) { return static_cast<unix_ms>(integer(name)); }
  bool flag(std::string_view name);
  std::string text(std::string_view name, std::size_t max_bytes = no_limit);
  version_vector versions(std::string_view name);
  std::vector<std::string> texts(std::string_view name, std::size_t max_count = no_limit);

  // Optional ones: absent gives the default, of another type is wrong.
  bool optional_flag(std::string_view name) { return has(name) && flag(name); }
  std::string optional_text(std::string_view name, std::size_t max_bytes = no_limit) {
    return has(name) ? text(name, max_bytes) : std::string{};
  }
  std::optional<std::uint64_t> optional_integer(std::string_view name) {
    return has(name) ? std::optional{integer(name)} : std::nullopt;
  }
  std::optional<double> optional_tenths(std::string_view name, double least) {
    return has(name) ? std::optional{tenths(name, least)} : std::nullopt;
  }
  std::optional<std::string> text_if_there(std::string_view name) {
    return has(name) ? std::optional{text(name)} : std::nullopt;
  }
  version_vector optional_versions(std::string_view name) {
    return has(name) ? versions(name) : version_vector{};
  }
  std::vector<std::string> optional_texts(std::string_view name, std::size_t max_count = no_limit) {
    return has(name) ? texts(name, max_count) : std::vector<std::string>{};
  }

  // What `read(json_members&)` makes of the object `name`, or of each object in the list `name`.
  template <class Read>
  auto object(std::string_view name, Read read) -> decltype(read(*this));
  template <class Read>
  auto objects(std::string_view name, Read read) -> std::vector<decltype(read(*this))>;

  void fail(std::string_view name);  // with invalid_params
  void fail_too_long(std::string_view name, std::size_t limit);
  [[nodiscard]] const std::optional<rpc_error>& error() const { return error_; }

 private:
  [[nodiscard]] const boost::json::value* find(std::string_view name) const;
  template <class Read>
  auto read_object(std::string_view name, const boost::json::value* value, Read read)
      -> decltype(read(*this));

  const boost::json::object* object_;
  std::optional<rpc_error> error_;
};

template <class Read>
auto json_members::read_object(std::string_view name, const boost::json::value* value, Read read)
    -> decltype(read(*this)) {
  if (value == nullptr || !value->is_object()) {
    fail(name);
    return {};
  }
  json_members inner{value->get_object()};
  auto result = read(inner);
  if (inner.error()) fail(name);
  return result;
}

template <class Read>
auto json_members::object(std::string_view name, Read read) -> decltype(read(*this)) {
  return read_object(name, find(name), read);
}

template <class Read>
auto json_members::objects(std::string_view name, Read read) -> std::vector<decltype(read(*this))> {
  std::vector<decltype(read(*this))> items;
  const boost::json::value* value = find(name);
  if (value == nullptr || !value->is_array()) {
    fail(name);
    return items;
  }
  for (const boost::json::value& item : value->get_array()) {
    items.push_back(read_object(name, &item, read));
  }
  return items;
}

}  // namespace parley::wire
