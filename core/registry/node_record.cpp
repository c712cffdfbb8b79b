// Records as JSON, by Boost.JSON.
#include "core/registry/node_record.hpp"

#include <boost/json.hpp>

namespace parley::registry {

namespace {

namespace json = boost::json;

constexpr std::string_view name_of(service_kind kind) {
  return kind == service_kind::chat_node ? "chat-node" : "matchmaker";
}

// Reads members one after the other and remembers whether one was missing or of the wrong type.
class reader {
 public:
  explicit reader(const json::object& from) : from_(from) {}

  std::string text(std::string_view key) {
    const auto* value = from_.if_contains(key);
    if (value == nullptr || !value->is_string()) return fail<std::string>();
    return std::string(value->get_string());
  }

  std::uint64_t number(std::string_view key) {
    const auto* value = from_.if_contains(key);
    json::error_code error;
    const auto number = value != nullptr ? value->to_number<std::uint64_t>(error) : 0;
    return value != nullptr && !error ? number : fail<std::uint64_t>();
  }

  bool truth(std::string_view key) {
    const auto* value = from_.if_contains(key);
    return value != nullptr && value->is_bool() ? value->get_bool() : fail<bool>();
  }

  service_kind service(std::string_view key) {
    const auto name = text(key);
    if (name == name_of(service_kind::matchmaker)) return service_kind::matchmaker;
    if (name != name_of(service_kind::chat_node)) is_good_ = false;
    return service_kind::chat_node;
  }

  [[nodiscard]] bool is_good() const { return is_good_; }

 private:
  template <class T>
  T fail() {
    is_good_ = false;
    return T{};
  }

  const json::object& from_;
  bool is_good_ = true;
};

}  // namespace

std::string to_json(const node_record& record) {
  return json::serialize(json::object{{"id", record.id},
                                      {"service", name_of(record.service)},
                                      {"instance", record.instance},
                                      {"version", record.version},
                                      {"connections", record.connections},
                                      {"rooms", record.rooms},
                                      {"capacity", record.capacity},
                                      {"waiting", record.waiting},
                                      {"draining", record.draining},
                                      {"address", record.address}});
}

std::optional<node_record> parse_node_record(std::string_view text) {
  json::error_code error;
  const auto parsed = json::parse(text, error);
  if (error || !parsed.is_object()) return std::nullopt;
  reader from(parsed.get_object());
  node_record record;
  record.id = from.text("id");
  record.service = from.service("service");
  record.instance = from.text("instance");
  record.version = from.text("version");
  record.connections = from.number("connections");
  record.rooms = from.number("rooms");
  record.capacity = from.number("capacity");
  record.waiting = from.number("waiting");
  record.draining = from.truth("draining");
  record.address = from.text("address");
  if (!from.is_good() || record.id.empty()) return std::nullopt;
  return record;
}

}  // namespace parley::registry
