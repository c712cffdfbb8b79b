// The whole matchmaker as one pure machine: events in, actions out. It holds connections and what
// they wait for; who is paired with whom is decided in Redis (library/). One instance per
// process, driven by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random_bits.hpp"
#include "core/link/drain.hpp"
#include "core/wire/codec.hpp"
#include "core/wire/tokens.hpp"
#include "matchmaker/pairing/actions.hpp"
#include "matchmaker/pairing/address_limits.hpp"
#include "matchmaker/pairing/connections.hpp"
#include "matchmaker/pairing/events.hpp"
#include "matchmaker/pairing/node_choice.hpp"
#include "matchmaker/pairing/settings.hpp"
#include "matchmaker/pairing/turn.hpp"

namespace parley::pairing {

class matchmaker {
 public:
  matchmaker(matchmaker_settings settings, wire::token_box tokens);

  // The actions are to be performed in order, and before the next event.
  [[nodiscard]] actions handle(const event& what, instant now);

  [[nodiscard]] std::size_t open_connections() const { return connections_.size(); }
  [[nodiscard]] std::size_t waiting() const;  // here, in all pools
  [[nodiscard]] std::size_t waiting_in(const std::string& pool) const;
  [[nodiscard]] bool is_draining() const { return drain_.is_draining(); }
  [[nodiscard]] bool has_link() const { return has_link_; }
  [[nodiscard]] bool has_nodes() const { return nodes_.can_serve(); }

 private:
  // matchmaker.cpp: connections, frames, the link
  void on(turn& t, const connection_opened& opened);
  void on(turn& t, const frame_received& frame);
  void on(turn& t, const connection_closed& closed);
  void on(turn& t, const link_ready&);
  void on(turn& t, const link_lost&);
  void on(turn& t, const store_answer& answer);
  void on(turn& t, const nodes_listed& listed);
  [[nodiscard]] bool is_within_rate(turn& t, connection_id id, connection& from,
                                    const std::optional<wire::request_id>& request);
  void on_refusal(turn& t, connection_id id, const wire::refusal& refused);

  // seek.cpp: a wait from seek to its terminal frame
  using request_ref = const std::optional<wire::request_id>&;
  void on_call(turn& t, connection_id id, connection& from, request_ref request,
               const wire::seek& seek);
  void on_call(turn& t, connection_id id, connection& from, request_ref request,
               const wire::cancel& cancel);
  [[nodiscard]] std::string pool_of(const wire::seek& seek) const;
  [[nodiscard]] std::optional<wire::rpc_error> refusal_of(turn& t, const connection& from,
                                                          const wire::seek& seek);
  [[nodiscard]] std::optional<std::string> session_of(connection& from, const std::string& token,
                                                      unix_ms now) const;
  [[nodiscard]] std::optional<bool> is_front(const wire::seek& seek, const std::string& session,
                                             unix_ms now) const;
  void give_up_older(turn& t, connection_id id, connection& from);
  void tell_waiting(turn& t, connection_id id, wait& waits);
  void end_wait(turn& t, connection_id id, connection& of, wire::wait_end why);
  void assign(turn& t, connection_id id, connection& to, const assignment& found);
  void begin_ending(turn& t, connection_id id, connection& of, wire::wait_end why);
  void ask_to_cancel(turn& t, connection_id id, wait& waits);

  // calls.cpp: what Redis is asked about tickets, and what it says
  void call_if_due(turn& t);
  [[nodiscard]] std::vector<wish> take_wishes(turn& t);
  [[nodiscard]] std::set<std::string> entered_pools() const;
  void enqueue(connection_id id, connection& of);
  void queue_again(connection_id id, connection& of);
  void requeue_call();
  void on_reply(turn& t, std::uint64_t request, const partners_sought& sought);
  void on_reply(turn& t, std::uint64_t request, const cancel_decided& decided);
  void on_reply(turn& t, std::uint64_t request, const tickets_looked_up& looked_up);
  void on_reply(turn& t, std::uint64_t request, const store_lost&);
  void on_reply(turn& t, std::uint64_t request, const store_failed& failed);
  void forget_request(turn& t, std::uint64_t request);
  void on_outcome(turn& t, const ticket_key& key, const ticket_outcome& outcome);
  void on(turn& t, const letter_arrived& arrived);
  [[nodiscard]] connection* find_waiting(const ticket_key& key);

  // resume.cpp: where is a room now
  void on_call(turn& t, connection_id id, connection& from, request_ref request,
               const wire::resume& resume);
  void on_reply(turn& t, std::uint64_t request, const owner_read& read);
  [[nodiscard]] std::optional<wire::seat_claims> seat_in(turn& t, connection_id id,
                                                         request_ref request,
                                                         const std::string& token) const;
  void refuse_for_now(turn& t, connection_id id, request_ref request) const;

  // open_room.cpp: a room by its name
  void on_call(turn& t, connection_id id, connection& from, request_ref request,
               const wire::open_room& open);
  void on_reply(turn& t, std::uint64_t request, const named_opened& opened);

  // safety.cpp: reports and blocks
  void on_call(turn& t, connection_id id, connection& from, request_ref request,
               const wire::report_by_token& report);
  void on_call(turn& t, connection_id id, connection& from, request_ref request,
               const wire::block& block);
  void on_reply(turn& t, std::uint64_t request, const report_kept& kept);
  void on_reply(turn& t, std::uint64_t request, const partner_blocked& blocked);

  // duty.cpp: what is done from time to time, and the end
  void on(turn& t, const tick&);
  void on(turn& t, const drain_asked&);
  void look_up_due(turn& t);
  void close_due(turn& t);
  void finish_if_over(turn& t);

  struct pairing_call {
    std::uint64_t request = 0;
    std::vector<ticket_key> wishes;
    std::vector<std::string> nodes;
  };
  struct look_up {
    std::vector<ticket_key> tickets;
    std::vector<std::string> pools;
  };
  struct resuming {
    connection_id from = 0;
    std::optional<wire::request_id> id;
    std::string room;
    std::vector<std::string> unreachable;
  };
  struct opening {
    connection_id from = 0;
    std::optional<wire::request_id> id;
    wire::seat_claims claims;
  };
  struct asking {
    connection_id from = 0;
    std::optional<wire::request_id> id;
    std::string reason{};                        // of a report
    std::pair<std::string, seat_number> seat{};  // the same
  };
  struct pool_view {
    std::uint64_t waiting = 0;
    std::optional<wire::wait_estimate> estimate;
  };

  matchmaker_settings settings_;
  wire::token_box tokens_;
  random_bits random_;
  connection_map connections_;
  node_view nodes_{settings_.trial};
  address_limits addresses_;
  link::drain drain_;
  bool has_link_ = false;
  bool is_finished_ = false;
  std::uint64_t requests_ = 0;

  std::deque<connection_id> queued_;  // whose wishes go with the next call; some may be over
  std::optional<pairing_call> in_flight_;
  bool is_sweep_due_ = false;                    // the next call also looks through the pools
  bool is_held_back_ = false;                    // Redis refused: no call before the next tick
  std::map<std::uint64_t, ticket_key> cancels_;  // by request, as those that follow
  std::map<std::uint64_t, look_up> look_ups_;
  std::map<std::uint64_t, resuming> resumes_;
  std::map<std::uint64_t, opening> opens_;
  std::map<std::uint64_t, asking> reports_;
  std::map<std::uint64_t, asking> blocks_;
  std::map<std::string, pool_view> pools_;
  steady_time pools_due_;
  std::deque<std::pair<steady_time, connection_id>> closings_;  // when draining, by time
};

}  // namespace parley::pairing
