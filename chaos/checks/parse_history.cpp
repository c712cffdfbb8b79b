// Text to events: the object first, then the event that `e` names.
#include "chaos/checks/parse_history.hpp"

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>
#include <unordered_map>
#include <utility>

#include "chaos/checks/event_names.hpp"
#include "chaos/checks/event_shapes.hpp"
#include "chaos/checks/members.hpp"

namespace parley::checks {

namespace {

using read_event = event (*)(members&);

template <std::size_t index>
event read_as(members& from) {
  std::variant_alternative_t<index, event> what{};
  describe(from, what, what);
  return what;
}

template <std::size_t... index>
std::unordered_map<std::string_view, read_event> make_readers(std::index_sequence<index...>) {
  return {{event_names[index], &read_as<index>}...};
}

read_event find_reader(std::string_view name) {
  static const auto readers = make_readers(std::make_index_sequence<event_names.size()>{});
  const auto found = readers.find(name);
  return found == readers.end() ? nullptr : found->second;
}

result<happening, mistake> read_object(const boost::json::object& object) {
  members from{object};
  happening read;
  from.fraction("t", read.t);
  const std::string_view name = from.view("e");
  if (from.mistake().empty()) {
    const read_event reader = find_reader(name);
    if (reader == nullptr) return mistake{"e: no event is called " + std::string(name)};
    read.event = reader(from);
  }
  if (!from.mistake().empty()) return mistake{from.mistake()};
  return read;
}

}  // namespace

result<happening, mistake> parse_line(std::string_view line) {
  // A line of a history fits in here; a longer one goes to the heap.
  std::array<unsigned char, 4096> place;
  std::array<unsigned char, 512> scratch;
  boost::json::monotonic_resource memory{place.data(), place.size()};
  boost::json::parser parser{boost::json::storage_ptr{}, {}, scratch.data(), scratch.size()};
  parser.reset(&memory);
  boost::json::error_code error;
  parser.write(line.data(), line.size(), error);
  if (error) return mistake{"not JSON: " + error.message()};
  const boost::json::value value = parser.release();
  if (!value.is_object()) return mistake{"not an object"};
  return read_object(value.get_object());
}

}  // namespace parley::checks
