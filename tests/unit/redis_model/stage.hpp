// A model with a room and two nodes, for the tests of this folder.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/simulation/redis_model/redis_model.hpp"

namespace parley::redis_model::test {

inline const node_caller node_a{.node = "node-a", .instance = "a"};
inline const node_caller node_b{.node = "node-b", .instance = "b"};
inline const matchmaker_caller matchmaker{.holder = "mm"};

struct stage {
  server redis{{.most_lag = 10}};
  unix_ms now = 1'790'000'000'000;

  stage() {
    REQUIRE(redis.load(of_chat_node));
    REQUIRE(redis.load(of_matchmaker));
  }

  auto ask(server& at, const node_caller& from, room::store_request what) {
    return at.perform(from, {"r", 1, std::move(what)}, now);
  }
  auto ask(const node_caller& from, room::store_request what) { return ask(redis, from, what); }

  auto ask(pairing::store_request what) {
    return redis.perform(matchmaker, {1, std::move(what)}, now);
  }
  auto ask(const registry_request& what) { return redis.perform(what, now); }
};

inline room::append_entries append(std::uint64_t epoch, std::uint64_t n) {
  return {{{{epoch, n}, room::opened_record{}}}};
}

inline pairing::seek_partners seek(const std::vector<std::string>& sessions) {
  pairing::seek_partners seek{.nodes = {"node-a"}, .nonce = "n", .seed = 7};
  for (const auto& each : sessions)
    seek.wishes.push_back({.key = {each, 1, 1}, .pool = "en", .name = each});
  return seek;
}

// What the answer is, as a store would hand it on.
template <class Part, class Reply>
const Part& part_of(const answer<Reply>& answered) {
  REQUIRE(std::holds_alternative<Reply>(answered));
  REQUIRE(std::holds_alternative<Part>(std::get<Reply>(answered)));
  return std::get<Part>(std::get<Reply>(answered));
}

inline room::append_outcome outcome_of(const answer<room::store_reply>& answered) {
  return part_of<room::appended>(answered).outcome;
}

}  // namespace parley::redis_model::test
