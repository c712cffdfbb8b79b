// One room at this node: it finds out who owns the room, takes it, reads its log, and then relays
// what its members say once the log has it. Pure: events in, actions out through the turn.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chat-node/room/events.hpp"
#include "chat-node/room/log_loader.hpp"
#include "chat-node/room/members.hpp"
#include "chat-node/room/message_memory.hpp"
#include "chat-node/room/nodes.hpp"
#include "chat-node/room/room_log.hpp"
#include "chat-node/room/screen.hpp"
#include "chat-node/room/turn.hpp"
#include "core/wire/codec.hpp"

namespace parley::room {

// A join whose token was found to be good and that waits until its room can serve it.
struct waiting_join {
  connection_id connection = 0;
  std::optional<wire::request_id> id{};
  wire::join join;
  seat_number seat = 0;
  std::string sid;
  steady_time since{};
  // Of a named room:
  std::string name{};  // in the seat token
  std::string lock{};
  std::size_t limit = 0;  // of members
};

class room {
 public:
  // As the seat token tells of it. Nothing is asked of Redis yet.
  room(std::string name, const wire::seat_claims& claims, const turn& t);

  // ---- what happens to it (room.cpp)
  // -------------------------------------------------------------
  void on_join(turn& t, waiting_join join);
  void on_call(turn& t, connection_id from, const wire::request<wire::room_call>& call);
  void on_connection_closed(turn& t, connection_id id);
  void on_queue_level(turn& t, connection_id id, std::size_t bytes);
  void on_store_reply(turn& t, const nodes& others, std::uint64_t request,
                      const store_reply& reply);
  void on_filter_answered(turn& t, const filter_answered& answer);
  void on_link_lost(turn& t);
  void on_claimed_elsewhere(turn& t, std::uint64_t epoch);
  void on_tick(turn& t);

  // ---- what its node wants of it
  // -----------------------------------------------------------------
  void verify(turn& t);  // on a new link; until then nothing is appended
  void move_to(turn& t,
               std::string target);  // when what waits is stored; an empty target: anywhere
  void close_all(turn& t, wire::close_code code);

  [[nodiscard]] bool is_over() const { return at_ == phase::over; }  // and can be forgotten
  [[nodiscard]] bool is_serving() const { return at_ == phase::serving; }
  [[nodiscard]] bool is_unsure() const { return at_ == phase::unsure; }
  [[nodiscard]] bool is_moving() const { return moving_to_.has_value(); }
  [[nodiscard]] const std::vector<member>& seats() const { return members_.all(); }
  [[nodiscard]] bool is_named() const { return members_.is_named(); }
  [[nodiscard]] bool has_seat(seat_number seat) { return members_.find(seat) != nullptr; }

 private:
  enum class phase {
    locating,  // reads the owner record
    claiming,  // takes it, or takes it again under a higher epoch
    loading,   // reads the log
    serving,
    unsure,     // the link broke or an append's fate is unknown: nothing is appended
    verifying,  // finds out
    ending,     // the log is being deleted
    over,
  };

  struct ending {
    wire::room_end reason = wire::room_end::left;
    std::optional<seat_number> by{};
    std::vector<waiter> leavers{};
  };

  // ---- ownership (room_ownership.cpp)
  // --------------------------------------------------------------
  void locate(turn& t);
  void on_step(turn& t, const nodes& others, const store_reply& reply);
  void on_owner_found(turn& t, const nodes& others, const std::optional<owner_record>& owner);
  void claim(turn& t, const std::optional<owner_record>& owner, bool force, const char* cause);
  void on_claim_granted(turn& t, entry_id moved);
  void on_owned_by_other(turn& t, const owner_record& owner);
  void on_log_page(turn& t, const log_page& page);
  void on_claim_lost(turn& t);
  void on_verified(turn& t, const verified& found);
  void on_owner_checked(turn& t, const store_reply& reply);
  void check_owner(turn& t);
  void serve(turn& t);
  void excuse_missed(turn& t);
  void let_go(turn& t, const std::string& owner);
  void fail(turn& t, const std::string& why);
  [[nodiscard]] bool is_mine(const turn& t, const std::optional<owner_record>& owner) const;

  // ---- what the log has and what memory has (room_recovery.cpp)
  // ----------------------------------
  void reconcile(turn& t);
  void learn(turn& t);
  void write_again(turn& t);
  void resume_waiting(turn& t, std::vector<waiting_record> waiting);

  // ---- joins (room_join.cpp)
  // -----------------------------------------------------------------------
  void admit_waiting(turn& t);
  bool is_ready(turn& t, const waiting_join& join);
  [[nodiscard]] bool needs_history(const waiting_join& join) const;
  void on_history(turn& t, const store_reply& reply);
  void admit(turn& t, const waiting_join& join, const log_loader* history);
  void open(turn& t);
  [[nodiscard]] seq_number base_of(seat_number seat, const log_loader* history) const;
  [[nodiscard]] wire::join_result join_result_for(const turn& t, const member& who,
                                                  const waiting_join& join,
                                                  const log_loader* history) const;
  [[nodiscard]] std::vector<message_ptr> backlog_for(const member& who,
                                                     const log_loader* history) const;
  void next_page(turn& t, member& who);
  void stand_up(turn& t, member& who);
  void refuse_waiting(turn& t, const wire::rpc_error& why, wire::close_code code);
  [[nodiscard]] bool has_waiting_join(seat_number seat) const;

  // ---- a named room: who comes and goes (room_named.cpp)
  // ---------------------------------------------------------------------
  bool has_place_for(turn& t, const waiting_join& join);
  bool is_turned_away(turn& t, const waiting_join& join);
  bool is_member(const turn& t, const waiting_join& join);
  void on_joined(turn& t, const joined_record& joined);
  void on_left(turn& t, seat_number seat, const std::vector<waiter>& leavers);
  void leave_named(turn& t, member& who, waiter from);
  void watch_members(turn& t);
  void give_up_absent(turn& t);
  void cut_laggards(turn& t);
  void forget_departed(const turn& t);
  [[nodiscard]] bool is_departed(const member& who) const;
  bool make_place();
  void forget(seat_number seat);
  void keep_alive(turn& t);
  void learn_member(const turn& t, seat_number seat, const seat_log& log);
  void write_member_again(member& who, const seat_log& log);
  [[nodiscard]] wire::presence presence_of(const turn& t, const member& who) const;

  // ---- talk (room_talk.cpp)
  // --------------------------------------------------------------------------
  void on_send(turn& t, member& who, waiter from, const wire::send& send);
  void on_rename(turn& t, member& who, waiter from, const wire::rename& rename);
  [[nodiscard]] bool has_much_waiting(const turn& t) const;
  void on_typing(turn& t, member& who, bool on);
  void flush(turn& t);
  void on_appended(turn& t, const store_reply& reply);
  void on_log_full(turn& t);
  void on_stored(turn& t, const stored_record& stored);
  [[nodiscard]] snapshot_record without_forgotten(snapshot_record snapshot) const;
  void on_message_stored(turn& t, const stored_record& stored, const message_record& message);
  void answer_stored(turn& t, const std::vector<waiter>& waiters, seat_number seat, seq_number seq);
  void relay(turn& t, const message_ptr& message);
  void tell_others(turn& t, seat_number except, const wire::notification& what);
  [[nodiscard]] seq_number stored(seat_number seat) const;

  // ---- the words filter (room_filter.cpp)
  // ------------------------------------------------------------------------------
  void submit(turn& t, waiting_record said);
  void ask_filter(turn& t);
  void pass(turn& t, waiting_record checked);
  void refuse_unchecked(turn& t, const std::vector<waiting_record>& unchecked,
                        const wire::rpc_error& why);
  std::vector<waiting_record> take_unlooked_at();
  [[nodiscard]] std::optional<std::string> covered(const turn& t, const std::string& words) const;
  [[nodiscard]] bool has_filter(const turn& t) const;
  void remember_filtered(const turn& t, const stored_message& message);
  [[nodiscard]] std::optional<std::string> filtered_text(seat_number seat, seq_number seq) const;
  [[nodiscard]] std::vector<wire::filtered_message> filtered_of(seat_number seat) const;
  void forget_filtered(seat_number seat, seq_number next);

  // ---- what is applied and seen (room_receipts.cpp)
  // ---------------------------------------------------------------------
  void on_receipt(turn& t, member& who, const wire::version_vector& applied, bool at_join);
  void on_seen(turn& t, member& who, const wire::version_vector& applied);
  void tell_seen(turn& t, member& who);
  [[nodiscard]] wire::version_vector effective(const member& who) const;
  [[nodiscard]] wire::version_vector seen_by(const member& who) const;
  void forget_applied(turn& t);
  void settle_delivery(turn& t, seat_number seat);
  [[nodiscard]] seq_number delivered_of(seat_number seat) const;

  // ---- reports (room_report.cpp)
  // ------------------------------------------------------------------------------
  void on_report(turn& t, const member& who, waiter from, const wire::report& report);
  void on_report_kept(turn& t, std::uint64_t request, const store_reply& reply);

  // ---- is anybody still there? (room_idle.cpp)
  // --------------------------------------------------------------------------------
  void on_stay(turn& t, member& who, const waiter& from);
  void watch_silence(turn& t);
  void ask_whether_idle(turn& t);
  void tell_question(turn& t, const member& who);
  void settle_question(turn& t);
  void settle_if_all_are_awake(turn& t);

  // ---- the end (room_end.cpp)
  // ------------------------------------------------------------------------
  void on_leave(turn& t, member& who, waiter from);
  void want_end(turn& t, wire::room_end reason, std::optional<seat_number> by);
  [[nodiscard]] bool may_end_be_taken_back() const;
  void watch_absence(turn& t);
  [[nodiscard]] static bool is_half_open(turn& t, const member& who);
  void watch_empty(turn& t);
  void end(turn& t);
  void on_ended(turn& t, const std::string& reason, std::optional<seat_number> by);
  void finish_move(turn& t);

  std::string name_;
  std::string language_;
  std::string lock_;  // of a named room
  phase at_ = phase::locating;
  members members_;
  token_bucket newcomers_left_;  // of a named room; more than these wait at the door
  std::vector<waiting_join> joins_;

  screen screen_;  // what is said and not yet looked at, before the log
  room_log log_;
  log_reader reader_;            // the log as it is
  message_memory memory_;        // what was stored and somebody has not applied
  wire::version_vector stored_;  // what was ever stored here, also if the log has lost it since
  // What the words filter has changed, for senders who have not heard of it.
  std::map<seat_number, std::map<seq_number, std::string>> filtered_;
  bool opened_ = false;  // all have joined once, also if the log does not say so yet

  std::optional<owner_record> previous_;  // the owner as found, to be told of the claim
  entry_id granted_;                      // the claim whose log is being read
  log_loader loader_;
  std::optional<log_loader> history_;  // what a joining member lacks and memory does not hold
  std::uint64_t known_epoch_ =
      0;  // by a joining member; above ours: somebody has owned the room since
  std::uint64_t claimed_for_ = 0;   // what was known when the claim was asked for
  unsigned looks_ = 0;              // at the owner record, for one load
  std::size_t since_snapshot_ = 0;  // entries

  // Numbers of the questions that are open; 0: none. Answers to any other question are stale.
  std::uint64_t step_ = 0;
  std::uint64_t append_ = 0;
  std::uint64_t filter_question_ = 0;
  std::uint64_t history_page_ = 0;
  std::uint64_t owner_check_ = 0;

  bool has_served_ = false;
  bool is_storage_told_ = false;  // members know that storage is away
  steady_time served_since_{};
  std::optional<steady_time> first_came_{};  // a member has sat in it here
  steady_time last_talk_{};
  steady_time silent_since_{};
  std::optional<steady_time> question_until_{};  // all have been asked whether they are still there
  steady_time last_touch_{};
  steady_time last_check_{};
  steady_time full_until_{};
  bool is_unreplicated_ = false;

  struct reporting {
    waiter from;
    wire::report_reason reason = wire::report_reason::other;
  };
  std::map<std::uint64_t, reporting> reports_;  // that are being kept, by question

  std::optional<ending> ending_;
  std::optional<std::string> moving_to_;
};

}  // namespace parley::room
