// All that one Redis holds, and the writes that can be done to it, as values: a replica does them
// again.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "chat-node/room/actions.hpp"
#include "matchmaker/pairing/actions.hpp"
#include "tests/simulation/redis_model/answers.hpp"
#include "tests/simulation/redis_model/callers.hpp"
#include "tests/simulation/redis_model/mistakes.hpp"
#include "tests/simulation/redis_model/pairing_data.hpp"
#include "tests/simulation/redis_model/registry_data.hpp"
#include "tests/simulation/redis_model/room_data.hpp"

namespace parley::redis_model {

struct room_write {
  node_caller from;
  room::store_command asked;
};
struct pairing_write {
  matchmaker_caller from;
  pairing::store_request asked;
};
struct mail_taken {
  std::string node;
};
struct letters_taken {
  std::string holder;
};
struct wiped {};

struct write {
  std::variant<room_write, pairing_write, registry_request, mail_taken, letters_taken, wiped> what;
  unix_ms now = 0;
};

struct dataset {
  room_data rooms;
  pairing_data pairing;
  registry_data registry;

  explicit dataset(std::size_t stream_block = 100, mistakes wrong = {})
      : rooms({stream_block, wrong}), pairing(wrong) {}

  // None: it is not answered.
  std::optional<pairing::store_reply> perform(const matchmaker_caller& from,
                                              const pairing::store_request& asked, unix_ms now);
  void wipe();

  // The same once more, without an answer.
  void repeat(const write& again);
};

}  // namespace parley::redis_model
