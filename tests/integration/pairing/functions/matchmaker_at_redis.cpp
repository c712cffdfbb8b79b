// JSON out, JSON back.
#include "tests/integration/pairing/functions/matchmaker_at_redis.hpp"

#include <catch2/catch.hpp>

#include "embedded/pairing_lua.hpp"

namespace parley::test::lua {
namespace {

namespace json = boost::json;

const std::int64_t start = 1'700'000'000'000;
const strings routing_key{"{pairing}"};

// Slow machines and sanitizers are no reason to fail.
io::redis_settings patient_settings(std::uint16_t port) {
  auto settings = quick_settings(port);
  settings.timeout = milliseconds{30'000};
  return settings;
}

json::array to_array(const strings& texts) {
  json::array all;
  for (const auto& each : texts)
    all.emplace_back(each);
  return all;
}

json::object key_of(const wish& ticket) {
  return {
      {"session", ticket.session}, {"connection", ticket.connection}, {"attempt", ticket.attempt}};
}

json::object to_object(const wish& each) {
  auto object = key_of(each);
  object["pool"] = each.pool;
  object["name"] = "name of " + each.session;
  object["interests"] = to_array(each.interests);
  object["front"] = each.front;
  object["waited_ms"] = each.waited_ms;
  return object;
}

// Lua's empty list is an empty object.
json::array list_of(const json::value& value) {
  if (value.is_object() && value.get_object().empty()) return {};
  return value.as_array();
}

strings texts_of(const json::value& value) {
  strings all;
  for (const auto& each : list_of(value))
    all.push_back(json::value_to<std::string>(each));
  return all;
}

std::string text_of(const json::value& object, const char* key) {
  const auto* const found = object.as_object().if_contains(key);
  return found == nullptr ? "" : json::value_to<std::string>(*found);
}

std::int64_t number_of(const json::value& object, const char* key) {
  const auto* const found = object.as_object().if_contains(key);
  return found == nullptr ? 0 : found->to_number<std::int64_t>();
}

assignment assignment_of(const json::value& object) {
  return {text_of(object, "session"),       text_of(object, "attempt"),
          text_of(object, "room"),          text_of(object, "node"),
          text_of(object, "pool"),          number_of(object, "seat"),
          texts_of(object.at("interests")), texts_of(object.at("names")),
          number_of(object, "waited_ms")};
}

outcome outcome_of(const json::value& object) {
  outcome read{text_of(object, "outcome"), {}, number_of(object, "waited_ms")};
  if (const auto* found = object.as_object().if_contains("assignment")) {
    read.found = assignment_of(*found);
  }
  return read;
}

json::value parsed(const io::redis_reply& reply) {
  INFO(reply.text);
  REQUIRE(reply.is_string());
  return json::parse(reply.text);
}

seek_answer seek_answer_of(const io::redis_reply& reply) {
  const auto value = parsed(reply);
  seek_answer answer{{}, texts_of(value.at("pairs")), value.at("more").as_bool()};
  for (const auto& each : list_of(value.at("outcomes")))
    answer.outcomes.push_back(outcome_of(each));
  return answer;
}

pool_statistics statistics_of(const json::value& object) {
  pool_statistics pool{number_of(object, "waiting")};
  for (const auto& each : list_of(object.at("waits")))
    pool.waits_ms.push_back(each.to_number<std::int64_t>());
  return pool;
}

}  // namespace

matchmaker_at_redis::matchmaker_at_redis(io::event_loop& loop, const redis_server& redis,
                                         std::string id)
    : id_(std::move(id)),
      link_(loop, patient_settings(redis.port()), {{"parley", embedded::pairing_lua}}) {
  REQUIRE(link_.becomes_ready());
}

std::string matchmaker_at_redis::to_json(const seek_call& call) {
  json::array wishes;
  for (const auto& each : call.wishes)
    wishes.push_back(to_object(each));
  json::array nodes;
  for (std::size_t i = 1; i <= call.nodes; ++i)
    nodes.emplace_back("node-" + std::to_string(i));
  const auto nonce = id_ + "-" + std::to_string(++calls_);
  return json::serialize(json::object{{"holder", id_},
                                      {"now", start + call.now},
                                      {"patience_ms", patience_ms},
                                      {"lease_ms", lease_ms},
                                      {"assigned_ttl_ms", 60'000},
                                      {"scan", call.scan},
                                      {"seed", call.seed},
                                      {"nonce", nonce},
                                      {"nodes", std::move(nodes)},
                                      {"pools", to_array(call.pools)},
                                      {"wishes", std::move(wishes)}});
}

seek_answer matchmaker_at_redis::seek(const seek_call& call) {
  return seek_answer_of(link_.call("pairing_seek", routing_key, {to_json(call)}));
}

void matchmaker_at_redis::seek(const seek_call& call, std::function<void(seek_answer)> then) {
  link_.client.fcall(
      "pairing_seek", routing_key, {to_json(call)},
      [then = std::move(then)](const io::redis_reply& reply) { then(seek_answer_of(reply)); });
}

outcome matchmaker_at_redis::cancel(const wish& ticket) {
  auto request = key_of(ticket);
  request["holder"] = id_;
  return outcome_of(parsed(link_.call("pairing_cancel", routing_key, {json::serialize(request)})));
}

void matchmaker_at_redis::cancel(const wish& ticket, std::function<void(outcome)> then) {
  auto request = key_of(ticket);
  request["holder"] = id_;
  link_.client.fcall(
      "pairing_cancel", routing_key, {json::serialize(request)},
      [then = std::move(then)](const io::redis_reply& reply) { then(outcome_of(parsed(reply))); });
}

void matchmaker_at_redis::detach(const wish& ticket, milliseconds_since_start now) {
  auto request = key_of(ticket);
  request["holder"] = id_;
  request["now"] = start + now;
  request["lease_ms"] = lease_ms;
  REQUIRE(link_.call("pairing_detach", routing_key, {json::serialize(request)}).is_integer());
}

std::string matchmaker_at_redis::block(const std::string& room, const std::string& session) {
  const json::object request{{"room", room}, {"session", session}, {"now", start}};
  const auto answer = parsed(link_.call("pairing_block", routing_key, {json::serialize(request)}));
  return std::string(answer.at("outcome").as_string());
}

look_up_answer matchmaker_at_redis::look_up(const std::vector<wish>& tickets,
                                            milliseconds_since_start now, const strings& pools) {
  json::array keys;
  for (const auto& each : tickets)
    keys.push_back(key_of(each));
  const json::object request{{"holder", id_},
                             {"now", start + now},
                             {"lease_ms", lease_ms},
                             {"tickets", std::move(keys)},
                             {"pools", to_array(pools)}};
  const auto value = parsed(link_.call("pairing_look_up", routing_key, {json::serialize(request)}));
  look_up_answer answer;
  for (const auto& each : list_of(value.at("outcomes")))
    answer.outcomes.push_back(outcome_of(each));
  for (const auto& each : list_of(value.at("pools")))
    answer.pools.push_back(statistics_of(each));
  return answer;
}

std::vector<letter> matchmaker_at_redis::letters() {
  std::vector<letter> all;
  for (const auto& each : link_.ask({"LPOP", "mail:{pairing}:" + id_, "100000"}).elements) {
    const auto value = json::parse(each.text);
    letter read{text_of(value, "kind"),
                text_of(value, "session"),
                text_of(value, "attempt"),
                static_cast<std::uint64_t>(number_of(value, "connection")),
                {}};
    if (read.kind == "assigned") read.found = assignment_of(value.at("assignment"));
    all.push_back(std::move(read));
  }
  return all;
}

std::map<std::string, assignment> assignments_in(const std::vector<letter>& letters) {
  std::map<std::string, assignment> found;
  for (const auto& each : letters) {
    if (each.kind != "assigned") continue;
    INFO(each.found.session << " is assigned twice");
    REQUIRE(found.emplace(each.found.session, each.found).second);
  }
  return found;
}

bool are_paired(const std::map<std::string, assignment>& found, const std::string& one,
                const std::string& other) {
  if (one == other || !found.contains(one) || !found.contains(other)) return false;
  auto expected = found.at(one);
  const auto& actual = found.at(other);
  if (expected.seat + actual.seat != 3 || expected.seat * actual.seat != 2) return false;
  expected.session = actual.session;
  expected.attempt = actual.attempt;
  expected.seat = actual.seat;
  expected.waited_ms = actual.waited_ms;
  return expected == actual;
}

std::int64_t count_waiting(const redis_server& redis, const std::string& pool) {
  return redis.command({"ZCARD", "pool:{pairing}:" + pool}).number;
}

}  // namespace parley::test::lua
