// The other chat-nodes, as the registry last told: who lives, and where a room may move to. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chat-node/room/events.hpp"

namespace parley::room {

class nodes {
 public:
  void replace(std::vector<node_info> listed) {
    listed_ = std::move(listed);
    is_known_ = true;
  }
  // The registry is out of reach: who was alive may not be any more, and nobody is taken for dead.
  void forget() {
    listed_.clear();
    is_known_ = false;
  }

  // It serves its rooms: the same process lives and is not draining. While nothing is known,
  // everyone does.
  [[nodiscard]] bool is_serving(const owner_record& owner) const;

  // By the power of two choices among those that live, are not draining and have room; none if
  // there is none. The fractions are random, in [0, 1).
  [[nodiscard]] std::optional<std::string> choose(const std::string& except, double first,
                                                  double second) const;

 private:
  std::vector<node_info> listed_;
  bool is_known_ = false;
};

}  // namespace parley::room
