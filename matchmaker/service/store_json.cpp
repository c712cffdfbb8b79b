// Lua writes an empty list as {}, and knows no integers but doubles; an attempt is a text.
#include "matchmaker/service/store_json.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

namespace parley::matchmaker_service {
namespace {

namespace json = boost::json;
using namespace pairing;

json::array array_of(const std::vector<std::string>& texts) {
  json::array all;
  for (const auto& each : texts)
    all.emplace_back(each);
  return all;
}

json::object object_of(const ticket_key& key) {
  return {{"session", key.session},
          {"connection", key.connection},
          {"attempt", std::to_string(key.attempt)}};
}

json::object object_of(const wish& wish) {
  auto object = object_of(wish.key);
  object["pool"] = wish.pool;
  object["name"] = wish.name;
  object["interests"] = array_of(wish.interests);
  object["front"] = wish.front;
  object["waited_ms"] = wish.waited.count();
  return object;
}

template <class Item>
json::array objects_of(const std::vector<Item>& items) {
  json::array all;
  for (const auto& each : items)
    all.push_back(object_of(each));
  return all;
}

// ---- reading; what is missing or of another type throws, and becomes "none" in `parse` ----------

std::string text_of(const json::object& from, const char* name) {
  return std::string(from.at(name).as_string());
}

std::uint64_t number_of(const json::value& value) {
  const auto number = value.to_number<double>();
  if (!(number >= 0 && number < 9e15)) throw std::out_of_range("number");
  return static_cast<std::uint64_t>(number);
}

std::uint64_t attempt_of(const json::object& from) {
  const auto text = text_of(from, "attempt");
  std::uint64_t attempt = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), attempt);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::invalid_argument("attempt");
  return attempt;
}

milliseconds duration_of(const json::object& from, const char* name) {
  return milliseconds{static_cast<milliseconds::rep>(number_of(from.at(name)))};
}

template <class Read>
auto list_of(const json::object& from, const char* name, Read read) {
  std::vector<decltype(read(from.at(name)))> all;
  const auto& value = from.at(name);
  if (value.is_object() && value.get_object().empty()) return all;
  for (const auto& each : value.as_array())
    all.push_back(read(each));
  return all;
}

std::vector<std::string> texts_of(const json::object& from, const char* name) {
  return list_of(from, name, [](const json::value& each) { return std::string(each.as_string()); });
}

assignment read_assignment(const json::value& value) {
  const auto& from = value.as_object();
  assignment found{.session = text_of(from, "session"),
                   .attempt = attempt_of(from),
                   .room = text_of(from, "room"),
                   .seat = static_cast<seat_number>(number_of(from.at("seat"))),
                   .node = text_of(from, "node"),
                   .pool = text_of(from, "pool"),
                   .interests = texts_of(from, "interests"),
                   .names = texts_of(from, "names"),
                   .waited = duration_of(from, "waited_ms")};
  if (found.names.size() != 2 || found.seat < 1 || found.seat > 2) throw std::out_of_range("seat");
  return found;
}

ticket_state state_of(const std::string& text) {
  if (text == "waiting") return ticket_state::waiting;
  if (text == "assigned") return ticket_state::assigned;
  if (text == "replaced") return ticket_state::replaced;
  if (text == "cancelled") return ticket_state::cancelled;
  if (text == "gone") return ticket_state::gone;
  throw std::invalid_argument("outcome");
}

ticket_outcome read_outcome(const json::value& value) {
  const auto& from = value.as_object();
  ticket_outcome outcome;
  outcome.state = state_of(text_of(from, "outcome"));
  if (from.contains("waited_ms")) outcome.waited = duration_of(from, "waited_ms");
  if (outcome.state == ticket_state::assigned)
    outcome.found = read_assignment(from.at("assignment"));
  return outcome;
}

pool_state read_pool(const json::value& value) {
  const auto& from = value.as_object();
  return {number_of(from.at("waiting")), list_of(from, "waits", number_of)};
}

letter read_letter(const json::object& from) {
  const auto connection = number_of(from.at("connection"));
  if (text_of(from, "kind") == "assigned")
    return assigned_letter{connection, read_assignment(from.at("assignment"))};
  if (text_of(from, "kind") != "replaced") throw std::invalid_argument("kind");
  return replaced_letter{{text_of(from, "session"), connection, attempt_of(from)}};
}

// Boost.JSON reports by exception; none may cross this border.
template <class Result, class Read>
std::optional<Result> parse(std::string_view text, Read read) {
  boost::system::error_code error;
  const auto value = json::parse(text, error);
  if (error) return std::nullopt;
  try {
    return read(value.as_object());
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::string to_json(const seek_partners& asked, const call_settings& settings, unix_ms now) {
  return json::serialize(json::object{{"holder", settings.holder},
                                      {"now", now},
                                      {"patience_ms", settings.interest_patience.count()},
                                      {"lease_ms", settings.ticket_lease.count()},
                                      {"assigned_ttl_ms", settings.assigned_ttl.count()},
                                      {"scan", settings.turns},
                                      {"seed", asked.seed},
                                      {"nonce", asked.nonce},
                                      {"nodes", array_of(asked.nodes)},
                                      {"pools", array_of(asked.pools)},
                                      {"wishes", objects_of(asked.wishes)}});
}

std::string to_json(const look_up_tickets& asked, const call_settings& settings, unix_ms now) {
  return json::serialize(json::object{{"holder", settings.holder},
                                      {"now", now},
                                      {"lease_ms", settings.ticket_lease.count()},
                                      {"tickets", objects_of(asked.tickets)},
                                      {"pools", array_of(asked.pools)}});
}

std::string to_json(const ticket_key& asked, const call_settings& settings, unix_ms now) {
  auto object = object_of(asked);
  object["holder"] = settings.holder;
  object["now"] = now;
  object["lease_ms"] = settings.ticket_lease.count();
  return json::serialize(object);
}

std::string to_json(const block_partner& asked, unix_ms now) {
  return json::serialize(
      json::object{{"room", asked.room}, {"session", asked.session}, {"now", now}});
}

std::optional<partners_sought> parse_sought(std::string_view text, std::size_t wishes) {
  return parse<partners_sought>(text, [wishes](const json::object& from) {
    partners_sought sought{list_of(from, "outcomes", read_outcome), texts_of(from, "pairs"),
                           from.at("more").as_bool()};
    if (sought.outcomes.size() != wishes) throw std::out_of_range("outcomes");
    return sought;
  });
}

std::optional<cancel_decided> parse_cancelled(std::string_view text) {
  return parse<cancel_decided>(
      text, [](const json::object& from) { return cancel_decided{read_outcome(from)}; });
}

std::optional<tickets_looked_up> parse_looked_up(std::string_view text, std::size_t tickets,
                                                 std::size_t pools) {
  return parse<tickets_looked_up>(text, [tickets, pools](const json::object& from) {
    tickets_looked_up found{list_of(from, "outcomes", read_outcome),
                            list_of(from, "pools", read_pool)};
    if (found.outcomes.size() != tickets || found.pools.size() != pools)
      throw std::out_of_range("outcomes");
    return found;
  });
}

std::optional<partner_blocked> parse_blocked(std::string_view text) {
  return parse<partner_blocked>(text, [](const json::object& from) {
    const auto outcome = text_of(from, "outcome");
    if (outcome != "blocked" && outcome != "unknown") throw std::invalid_argument("outcome");
    return partner_blocked{.is_known = outcome == "blocked"};
  });
}

std::optional<letter> parse_letter(std::string_view text) {
  return parse<letter>(text, read_letter);
}

}  // namespace parley::matchmaker_service
