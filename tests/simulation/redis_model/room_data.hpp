// What Redis keeps of rooms and nodes' mailboxes, and what room.lua and the chat-node's store do
// with it (docs/redis.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chat-node/room/actions.hpp"
#include "matchmaker/pairing/store.hpp"
#include "tests/simulation/redis_model/answers.hpp"
#include "tests/simulation/redis_model/callers.hpp"
#include "tests/simulation/redis_model/keyspace.hpp"
#include "tests/simulation/redis_model/mailboxes.hpp"
#include "tests/simulation/redis_model/mistakes.hpp"
#include "tests/simulation/redis_model/stream.hpp"

namespace parley::redis_model {

struct room_settings {
  std::size_t stream_block = 100;  // stream-node-max-entries
  mistakes wrong{};
};

class room_data {
 public:
  explicit room_data(room_settings settings = {}) : settings_(settings) {}

  // None: it is not answered. An append has at least one entry, none with the id 0-0; replicas are
  // not known here: await_replicas is answered with `stored`.
  std::optional<room::store_reply> perform(const node_caller& from,
                                           const room::store_command& asked, unix_ms now);

  [[nodiscard]] pairing::owner_read owner_for_resume(const std::string& room, unix_ms now) const;
  pairing::named_opened open_named(const pairing::open_named& asked, unix_ms now);
  std::vector<node_mail> take_mail(const std::string& node, unix_ms now);
  void wipe() { *this = room_data(settings_); }

  // ---- looking on ------------------------------------------------------------------------------
  // Null: Redis knows nothing of it.
  [[nodiscard]] const stream* log_of(const std::string& room, unix_ms now) const;
  [[nodiscard]] const room::owner_record* owner_of(const std::string& room, unix_ms now) const;

 private:
  struct held_owner {
    room::owner_record record;
    unix_ms moved_at = 0;
    std::string lock{};  // of a named room
  };
  struct question {
    const node_caller& from;
    const std::string& room;
    unix_ms now;
  };
  using reply = std::optional<room::store_reply>;

  reply answer(const question& about, const room::read_owner&);
  reply answer(const question& about, const room::claim_room& claim);
  reply answer(const question& about, const room::read_log& read);
  reply answer(const question& about, const room::append_entries& append);
  reply answer(const question& about, const room::await_replicas&);
  reply answer(const question& about, const room::verify_log& verify);
  reply answer(const question& about, const room::end_room& end);
  reply answer(const question& about, const room::tell_owner& tell);
  reply answer(const question& about, const room::keep_report&);

  reply refuse_claim(const question& about, const room::claim_room& claim) const;
  [[nodiscard]] std::uint64_t next_epoch(const question& about, std::uint64_t known) const;
  [[nodiscard]] bool add(stream& log, const room::log_entry& entry) const;

  room_settings settings_;
  keyspace<std::string, stream> logs_;
  keyspace<std::string, held_owner> owners_;
  mailboxes<node_mail> mail_;
};

}  // namespace parley::redis_model
