// Records to stream fields and back; the snapshot's state is JSON within one field.
#include "chat-node/room/log_record.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <string_view>
#include <type_traits>

#include "core/base/tenths.hpp"

namespace parley::room {
namespace {

namespace json = boost::json;

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Reads fields by name and remembers whether any that was asked for is missing or wrong.
class field_reader {
 public:
  explicit field_reader(const record_fields& fields) : fields_(fields) {}

  std::string text(std::string_view name) {
    const auto at = std::ranges::find(fields_, name, &record_fields::value_type::first);
    if (at != fields_.end()) return at->second;
    complete_ = false;
    return {};
  }

  template <class Number>
  Number number(std::string_view name) {
    const auto value = parse_number<Number>(text(name));
    if (!value) complete_ = false;
    return value.value_or(Number{});
  }

  double tenths(std::string_view name) {
    const auto value = parse_tenths(text(name));
    if (!value) complete_ = false;
    return value.value_or(0);
  }

  [[nodiscard]] bool has(std::string_view name) const {
    return std::ranges::find(fields_, name, &record_fields::value_type::first) != fields_.end();
  }

  template <class Number>
  Number optional_number(std::string_view name) {
    return has(name) ? number<Number>(name) : Number{};
  }

  template <class Record>
  std::optional<record> finish(Record what) const {
    if (!complete_) return std::nullopt;
    return record{std::move(what)};
  }

 private:
  const record_fields& fields_;
  bool complete_ = true;
};

std::string state_to_json(const log_state& state) {
  json::object seats;
  for (const auto& [seat, log] : state.seats) {
    json::object its{{"stored", log.stored}, {"base", log.base}, {"name", log.name}};
    if (log.is_member) its["member"] = true;
    seats[std::to_string(seat)] = std::move(its);
  }
  json::object all{{"seats", std::move(seats)}, {"opened", state.opened}};
  if (!state.lock.empty()) all["lock"] = state.lock;
  return json::serialize(all);
}

std::optional<seat_log> parse_seat(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto number = [object](const char* name) -> std::optional<std::uint64_t> {
    const auto* member = object->if_contains(name);
    if (member == nullptr) return std::nullopt;
    boost::system::error_code error;
    const auto parsed = member->to_number<std::uint64_t>(error);
    if (error) return std::nullopt;
    return parsed;
  };
  const auto* name = object->if_contains("name");
  const auto stored = number("stored");
  const auto base = number("base");
  if (!stored || !base || name == nullptr || !name->is_string()) return std::nullopt;
  const auto* const member = object->if_contains("member");
  const bool is_member = member != nullptr && member->is_bool() && member->get_bool();
  return seat_log{*stored, *base, std::string(name->get_string()), is_member};
}

std::optional<log_state> parse_state(std::string_view text) {
  boost::system::error_code error;
  const auto document = json::parse(text, error);
  if (error || !document.is_object()) return std::nullopt;
  const auto* seats = document.get_object().if_contains("seats");
  const auto* opened = document.get_object().if_contains("opened");
  if (seats == nullptr || !seats->is_object() || opened == nullptr || !opened->is_bool())
    return std::nullopt;
  log_state state{.opened = opened->get_bool()};
  const auto* const lock = document.get_object().if_contains("lock");
  if (lock != nullptr && lock->is_string()) state.lock = std::string(lock->get_string());
  for (const auto& [key, value] : seats->get_object()) {
    const auto seat = parse_number<seat_number>(key);
    auto log = parse_seat(value);
    if (!seat || !log) return std::nullopt;
    state.seats.emplace(*seat, std::move(*log));
  }
  return state;
}

// By the form that the fields have: an image has sides, a file has a name.
void add_file(record_fields& fields, const wire::file_info& file) {
  fields.emplace_back("f", file.id);
  fields.emplace_back("fs", std::to_string(file.size));
  if (file.width != 0) {
    fields.emplace_back("fw", std::to_string(file.width));
    fields.emplace_back("fh", std::to_string(file.height));
  }
  if (!file.name.empty()) fields.emplace_back("fn", file.name);
}

std::optional<wire::file_info> read_file(field_reader& read) {
  if (!read.has("f")) return std::nullopt;
  wire::file_info file{.id = read.text("f"), .size = read.number<std::uint64_t>("fs")};
  file.width = read.optional_number<std::uint64_t>("fw");
  if (file.width != 0) file.height = read.number<std::uint64_t>("fh");
  if (read.has("fn")) file.name = read.text("fn");
  return file;
}

void add_clock(record_fields& fields, const wire::sender_clock& clock) {
  fields.emplace_back("c", std::to_string(clock.at));
  fields.emplace_back("co", tenths_text(clock.offset_ms));
  fields.emplace_back("ce", tenths_text(clock.error_ms));
}

std::optional<wire::sender_clock> read_clock(field_reader& read) {
  if (!read.has("c")) return std::nullopt;
  return wire::sender_clock{read.number<unix_ms>("c"), read.tenths("co"), read.tenths("ce")};
}

message_record read_message(field_reader& read) {
  message_record message{.seat = read.number<seat_number>("s"),
                         .seq = read.number<seq_number>("q"),
                         .kind = read.text("m"),
                         .body = read.text("b"),
                         .at = read.number<unix_ms>("t"),
                         .of = read.optional_number<seq_number>("o"),
                         .file = read_file(read),
                         .clock = read_clock(read)};
  if (read.has("r")) message.ref = read.tenths("r");
  message.filtered = read.has("x");
  return message;
}

struct fields_of {
  record_fields operator()(const moved_record& moved) const {
    return {{"k", "moved"}, {"node", moved.node}};
  }
  record_fields operator()(const snapshot_record& snapshot) const {
    return {{"k", "snapshot"}, {"j", state_to_json(snapshot.state)}};
  }
  record_fields operator()(const opened_record&) const { return {{"k", "opened"}}; }
  record_fields operator()(const base_record& base) const {
    return {{"k", "base"}, {"s", std::to_string(base.seat)}, {"q", std::to_string(base.seq)}};
  }
  record_fields operator()(const message_record& message) const {
    record_fields fields{{"k", "message"},
                         {"s", std::to_string(message.seat)},
                         {"q", std::to_string(message.seq)},
                         {"m", message.kind},
                         {"b", message.body},
                         {"t", std::to_string(message.at)}};
    if (message.of != 0) fields.emplace_back("o", std::to_string(message.of));
    if (message.file) add_file(fields, *message.file);
    if (message.clock) add_clock(fields, *message.clock);
    if (message.ref) fields.emplace_back("r", tenths_text(*message.ref));
    if (message.filtered) fields.emplace_back("x", "");
    return fields;
  }
  record_fields operator()(const name_record& name) const {
    return {{"k", "name"}, {"s", std::to_string(name.seat)}, {"b", name.name}};
  }
  record_fields operator()(const joined_record& joined) const {
    return {{"k", "joined"}, {"s", std::to_string(joined.seat)}, {"b", joined.name}};
  }
  record_fields operator()(const left_record& left) const {
    return {{"k", "left"}, {"s", std::to_string(left.seat)}};
  }
};

}  // namespace

record_fields to_fields(const record& what) {
  return std::visit(fields_of{}, what);
}

bool signs_writer(const record& what) {
  return std::holds_alternative<moved_record>(what) ||
         std::holds_alternative<snapshot_record>(what) || std::holds_alternative<base_record>(what);
}

std::optional<record> parse_record(const record_fields& fields) {
  field_reader read(fields);
  const auto kind = read.text("k");
  if (kind == "message") {
    auto message = read_message(read);
    return read.finish(std::move(message));
  }
  if (kind == "moved") return read.finish(moved_record{read.text("node")});
  if (kind == "opened") return read.finish(opened_record{});
  if (kind == "base") {
    const base_record base{read.number<seat_number>("s"), read.number<seq_number>("q")};
    return read.finish(base);
  }
  if (kind == "name") {
    name_record name{read.number<seat_number>("s"), read.text("b")};
    return read.finish(std::move(name));
  }
  if (kind == "joined") {
    joined_record joined{read.number<seat_number>("s"), read.text("b")};
    return read.finish(std::move(joined));
  }
  if (kind == "left") return read.finish(left_record{read.number<seat_number>("s")});
  if (kind != "snapshot") return std::nullopt;
  auto state = parse_state(read.text("j"));
  if (!state) return std::nullopt;
  return read.finish(snapshot_record{std::move(*state)});
}

}  // namespace parley::room
