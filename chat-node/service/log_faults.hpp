// The three places around the log at which faults may strike (docs/faults.md): it remembers which
// messages an append carries, and asks the striker. Only used while a plan is about them.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "chaos/striker/striker.hpp"
#include "chat-node/room/chat_node.hpp"

namespace parley::chat_node_service {

class log_faults {
 public:
  log_faults(striker::striker& striker, const room::chat_node& node)
      : striker_(striker), node_(node) {}

  // Before the command goes to Redis.
  void before(const room::store_command& command);

  // Before what an answer has led to is performed: relays, then answers to senders.
  void before(const room::store_answer& answer);

  // Before a sender is answered: true when it was cut instead.
  [[nodiscard]] bool cuts_before_answer(connection_id sender, const wire::any_result& what);

  // After all of it was performed.
  void done() { unanswered_.clear(); }

 private:
  struct message {
    seat_number seat = 0;
    seq_number seq = 0;
  };
  struct append {
    std::uint64_t request = 0;
    std::vector<message> messages;
  };

  [[nodiscard]] connection_id sender_of(const std::string& room, seat_number seat) const;
  [[nodiscard]] bool strike(injector::phase at, const std::string& room, connection_id sender,
                            seq_number seq);

  striker::striker& striker_;
  const room::chat_node& node_;
  std::unordered_map<std::string, append> in_flight_;  // by room, which has one at a time

  struct owed_answer {
    std::string room;
    seq_number seq;
  };
  std::unordered_map<connection_id, owed_answer> unanswered_;  // senders, in this turn
};

}  // namespace parley::chat_node_service
