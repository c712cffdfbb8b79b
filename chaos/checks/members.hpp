// Reads the members of one line's JSON object. Inner part of parse_history.
//
// A reader asks for one member after the other and looks once, at the end, whether all was well:
// the first mistake is kept.
#pragma once

#include <boost/json/object.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "chaos/checks/event_shapes.hpp"

namespace parley::checks {

class members {
 public:
  explicit members(const boost::json::object& object) : object_(&object) {}

  template <std::unsigned_integral T>
  void integer(std::string_view name, T& value, std::uint64_t least = 0,
               std::uint64_t most = std::numeric_limits<T>::max()) {
    value = static_cast<T>(whole(name, least, most));
  }
  void fraction(std::string_view name, double& value);
  void text(std::string_view name, std::string& value);
  void sum(std::string_view name, body_sum& value);
  void id(std::string_view name, entry_id& value);
  template <class Enum, std::size_t size>
  void name(std::string_view name, Enum& value, const name_table<Enum, size>& names) {
    const std::string_view said = view(name);
    for (const auto& [known, spelling] : names) {
      if (said == spelling) return void(value = known);
    }
    fail(name, "is not one of those known");
  }

  void optional_flag(std::string_view name, bool& value);
  void optional_integer(std::string_view name, std::uint64_t& value) {
    if (has(name)) integer(name, value);
  }
  void optional_integer(std::string_view name, std::optional<std::uint64_t>& value) {
    if (has(name)) integer(name, value.emplace());
  }
  void optional_fraction(std::string_view name, std::optional<double>& value) {
    if (has(name)) fraction(name, value.emplace());
  }
  void optional_text(std::string_view name, std::string& value) {
    if (has(name)) text(name, value);
  }
  void optional_id(std::string_view name, std::optional<entry_id>& value) {
    if (has(name)) id(name, value.emplace());
  }

  template <class Read>
  void object(std::string_view name, Read read) {
    const boost::json::value* const found = object_->if_contains(name);
    if (found == nullptr || !found->is_object()) return fail(name, "must be an object");
    members inner{found->get_object()};
    read(inner);
    if (!inner.mistake().empty() && mistake_.empty()) {
      mistake_ = std::string(name) + "." + inner.mistake();
    }
  }

  [[nodiscard]] std::string_view view(std::string_view name);  // of a text
  void fail(std::string_view name, std::string_view what);
  [[nodiscard]] const std::string& mistake() const { return mistake_; }  // empty: none

 private:
  [[nodiscard]] bool has(std::string_view name) const { return object_->contains(name); }
  [[nodiscard]] std::uint64_t whole(std::string_view name, std::uint64_t least, std::uint64_t most);

  const boost::json::object* object_;
  std::string mistake_;
};

}  // namespace parley::checks
