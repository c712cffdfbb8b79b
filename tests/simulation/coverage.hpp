// How often each fault and each way back has happened: what never happens is not tested.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "chat-node/room/actions.hpp"
#include "matchmaker/pairing/actions.hpp"
#include "tests/simulation/scenario.hpp"

namespace parley::simulation {

// Ways back, refusals and ends. The acts of a scenario are counted beside them.
enum class mark : std::uint8_t {
  // what faults have done
  command_lost,      // never reached Redis
  reply_lost,        // Redis did it, nobody heard
  command_late,      // Redis did it after the link was gone
  two_masters,       // the old master took an append after the failover
  stale_owner_woke,  // a frozen node woke, and another owned a room of its
  frame_lost,
  // how rooms were claimed
  claim_new,
  claim_own,
  claim_owner_gone,
  claim_member_asked,
  claim_lost_tail,
  claim_member_knows_higher,
  // what nodes met
  fenced,
  log_missing,
  log_full,
  rewritten,
  let_go,
  tail_found_stored,
  tail_found_lost,
  replay_in_pages,
  base_written,
  told_old_owner,
  filter_answered,
  filter_failed,
  // how clients came back
  joined_again,
  joined_after_move,
  resumed_at_owner,
  resumed_elsewhere,
  asked_while_joined,
  sent_again,
  left_by_moved,
  // what they were refused with
  refused_wrong_node,
  refused_move,
  refused_storage,
  refused_draining,
  refused_no_node,
  refused_room_ended,
  refused_gap,
  refused_busy,
  refused_log_full,
  refused_held,
  refused_outbox_full,
  closed_not_owner,
  closed_replaced,
  // pairing
  paired,
  letter_came,
  ticket_put_again,
  waited_without_node,
  cancelled,
  cancelled_too_late,
  priority_used,
  // ends
  ended_left,
  ended_no_show,
  ended_gone,
};
inline constexpr std::size_t mark_count = static_cast<std::size_t>(mark::ended_gone) + 1;

[[nodiscard]] std::string_view name_of(mark what);

// What cannot happen in a named room, which pairs nobody and never ends.
[[nodiscard]] bool is_of_pairs(act what);
[[nodiscard]] bool is_of_pairs(moment when);
[[nodiscard]] bool is_of_pairs(mark what);

// A plain block of numbers, so that workers can hand it over as it is.
struct coverage {
  std::array<std::uint64_t, act_count> acts{};
  std::array<std::uint64_t, moment_count> moments{};  // that a step waited for, and came
  std::array<std::uint64_t, mark_count> marks{};
  std::uint64_t messages = 0;  // applied
  std::uint64_t rooms = 0;
  std::uint64_t events = 0;  // of the schedule
  std::uint64_t virtual_ms = 0;

  void count(act what) { ++acts[static_cast<std::size_t>(what)]; }
  void count(moment when) { ++moments[static_cast<std::size_t>(when)]; }
  void count(mark what) { ++marks[static_cast<std::size_t>(what)]; }
  void count(const room::count& counted);  // by a machine, of itself
  void count(const pairing::count& counted);
  void count_refusal(wire::error_code why);
  void count(wire::room_end why);
  void add(const coverage& other);
};

}  // namespace parley::simulation
