// What is at hand while one event is dealt with: the time, the settings, and where the actions go.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat-node/room/actions.hpp"
#include "chat-node/room/connections.hpp"
#include "chat-node/room/settings.hpp"
#include "core/clocks/reading.hpp"
#include "core/wire/tokens.hpp"

namespace parley::room {

using log_fields = std::vector<std::pair<std::string, std::string>>;

class turn {
 public:
  turn(instant at, const node_settings& node, const wire::token_box& box, connections& open,
       const std::optional<clocks::reading>& reference, std::uint64_t& requests, actions& out)
      : now(at),
        settings(node),
        tokens(box),
        connections_(open),
        reference_(reference),
        requests_(requests),
        out_(out) {}

  const instant now;
  const node_settings& settings;
  const wire::token_box& tokens;

  // Nothing is said to a connection that is gone or closing.
  void notify(connection_id to, wire::notification what);
  void answer(connection_id to, const std::optional<wire::request_id>& id, wire::any_result what);
  void refuse(connection_id to, const std::optional<wire::request_id>& id, wire::rpc_error what);
  void close(connection_id id, wire::close_code code);
  void ask_queue_level(connection_id id) { out_.push_back(parley::room::ask_queue_level{id}); }

  [[nodiscard]] connection* find(connection_id id) { return connections_.find(id); }

  // How far this node's clock is from the reference now; none: nobody knows.
  [[nodiscard]] std::optional<wire::clock_reference> reference() const;

  // The number under which the answer comes.
  std::uint64_t store(const std::string& room, store_request what);
  std::uint64_t ask_filter(const std::string& room, const std::string& language,
                           std::vector<std::string> texts);

  void count(metric what, std::string label = {}, std::uint64_t amount = 1,
             std::string second_label = {});
  void log(severity level, std::string text, log_fields fields);
  void announce() { out_.push_back(parley::room::announce{}); }
  void finish() { out_.push_back(finished{}); }

 private:
  connections& connections_;
  const std::optional<clocks::reading>& reference_;
  std::uint64_t& requests_;
  actions& out_;
};

}  // namespace parley::room
