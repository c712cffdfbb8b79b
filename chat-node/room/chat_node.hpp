// The whole chat-node as one pure machine: events in, actions out. It knows connections and rooms;
// what a room does is the room's. One instance per process, driven by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "chat-node/room/actions.hpp"
#include "chat-node/room/connections.hpp"
#include "chat-node/room/events.hpp"
#include "chat-node/room/nodes.hpp"
#include "chat-node/room/room.hpp"
#include "chat-node/room/settings.hpp"
#include "core/link/drain.hpp"
#include "core/link/slots.hpp"
#include "core/wire/codec.hpp"
#include "core/wire/tokens.hpp"

namespace parley::room {

class chat_node {
 public:
  chat_node(node_settings settings, wire::token_box tokens);

  // The actions are to be performed in order, and before the next event.
  [[nodiscard]] actions handle(const event& what, instant now);

  [[nodiscard]] std::size_t rooms() const { return rooms_.size(); }
  [[nodiscard]] std::size_t open_connections() const { return connections_.size(); }
  [[nodiscard]] bool is_draining() const { return drain_.is_draining(); }

  // Who sits where, for whoever interferes (chaos/striker). Empty: no such room, or none yet.
  [[nodiscard]] const std::vector<member>& seated_in(const std::string& room) const;
  [[nodiscard]] std::string_view room_of(connection_id id) const;  // until its connection is gone
  // What of Redis can be reached.
  [[nodiscard]] const link::slot_set& linked() const { return linked_; }

 private:
  void on(turn& t, const connection_opened& opened);
  void on(turn& t, const frame_received& frame);
  void on(turn& t, const connection_closed& closed);
  void on(turn& t, const queue_level& level);
  void on(turn& t, const link_ready& ready);
  void on(turn& t, const link_lost& lost);
  void on(turn& t, const store_answer& answer);
  void on(turn& t, const filter_answered& answer);
  void on(turn& t, const clocks_compared& compared);
  void on(turn& t, const nodes_listed& listed);
  void on(turn& t, const claimed_elsewhere& claimed);
  void on(turn& t, const drain_asked&);
  void on(turn& t, const tick&);

  [[nodiscard]] bool is_within_rate(turn& t, connection_id id, connection& from,
                                    const std::optional<wire::request_id>& request);
  void renew_token(turn& t, connection_id id, connection& from);
  void on_refusal(turn& t, connection_id id, const wire::refusal& refused);
  void on_call(turn& t, connection_id id, connection& from,
               const wire::request<wire::room_call>& request);
  void on_join(turn& t, connection_id id, connection& from,
               const std::optional<wire::request_id>& request, const wire::join& join);
  void refuse_join(turn& t, connection_id id, const std::optional<wire::request_id>& request,
                   wire::error_code why, wire::close_code code);
  [[nodiscard]] room* find_room(const std::string& name);
  void forget_if_over(const std::string& name);
  void verify_more(turn& t);
  void move_due(turn& t);
  [[nodiscard]] double fraction();

  node_settings settings_;
  wire::token_box tokens_;
  connections connections_;
  std::unordered_map<std::string, std::unique_ptr<room>> rooms_;
  nodes nodes_;
  link::drain drain_;
  link::slot_set linked_;
  std::optional<clocks::reading> reference_;
  bool is_finished_ = false;
  std::uint64_t requests_ = 0;
  std::uint64_t random_;
  std::deque<std::string> to_verify_;          // rooms, on a new link
  std::unordered_set<std::string> verifying_;  // of them, those that wait for the answer
  std::deque<std::pair<steady_time, std::string>> moves_;  // when draining, by time
};

}  // namespace parley::room
