// What a process says of itself.
#include "core/registry/node_record.hpp"

#include <catch2/catch.hpp>

using namespace parley::registry;

namespace {

const node_record record{.id = "node-1",
                         .service = service_kind::chat_node,
                         .instance = "f00d",
                         .version = "0.1.0",
                         .connections = 20,
                         .rooms = 10,
                         .capacity = 5'000,
                         .waiting = 0,
                         .draining = true,
                         .address = "10.0.0.1:8080"};

}  // namespace

TEST_CASE("a record reads back as it was written") {
  CHECK(parse_node_record(to_json(record)) == record);
  auto matchmaker = record;
  matchmaker.service = service_kind::matchmaker;
  CHECK(parse_node_record(to_json(matchmaker)) == matchmaker);
}

TEST_CASE("a record is written as docs/redis.md says") {
  CHECK(to_json(record) ==
        R"({"id":"node-1","service":"chat-node","instance":"f00d","version":"0.1.0",)"
        R"("connections":20,"rooms":10,)"
        R"("capacity":5000,"waiting":0,"draining":true,"address":"10.0.0.1:8080"})");
}

TEST_CASE("what a newer version adds is passed over") {
  auto json = to_json(record);
  json.insert(1, R"("mood":"good",)");
  CHECK(parse_node_record(json) == record);
}

TEST_CASE("anything else is no record") {
  const auto with = [](std::string_view what, std::string_view instead) {
    auto json = to_json(record);
    const auto at = json.find(what);
    REQUIRE(at != std::string::npos);
    return json.replace(at, what.size(), instead);
  };
  CHECK_FALSE(parse_node_record(""));
  CHECK_FALSE(parse_node_record("[]"));
  CHECK_FALSE(parse_node_record("{}"));
  CHECK_FALSE(parse_node_record(with("\"rooms\":10", "\"rooms\":-1")));
  CHECK_FALSE(parse_node_record(with("\"rooms\":10", "\"rooms\":\"10\"")));
  CHECK_FALSE(parse_node_record(with("\"draining\":true", "\"draining\":1")));
  CHECK_FALSE(parse_node_record(with("chat-node", "teapot")));
  CHECK_FALSE(parse_node_record(with("node-1", "")));
  CHECK_FALSE(parse_node_record(with("\"instance\"", "\"other\"")));
}
