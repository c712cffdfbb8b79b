// Names, and which mark a machine's own counters stand for.
#include "tests/simulation/coverage.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace parley::simulation {
namespace {

template <class Numbers>
void add_all(Numbers& to, const Numbers& from) {
  for (std::size_t i = 0; i < to.size(); ++i)
    to[i] += from[i];
}

std::optional<mark> claim_mark(std::string_view cause) {
  constexpr std::array<std::pair<std::string_view, mark>, 6> causes{{
      {"new", mark::claim_new},
      {"own", mark::claim_own},
      {"owner_gone", mark::claim_owner_gone},
      {"member_asked", mark::claim_member_asked},
      {"lost_tail", mark::claim_lost_tail},
      {"member_knows_higher", mark::claim_member_knows_higher},
  }};
  const auto* const found =
      std::ranges::find(causes, cause, &std::pair<std::string_view, mark>::first);
  return found == causes.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

void coverage::count(const room::count& counted) {
  switch (counted.what) {
    case room::metric::claims:
      if (const auto found = claim_mark(counted.label)) count(*found);
      return;
    case room::metric::fenced:
      return count(mark::fenced);
    case room::metric::rewritten:
      return count(mark::rewritten);
    case room::metric::let_go:
      return count(mark::let_go);
    case room::metric::log_full:
      return count(mark::log_full);
    default:
      return;
  }
}

void coverage::count(const pairing::count& counted) {
  if (counted.what == pairing::metric::put_again) count(mark::ticket_put_again);
}

void coverage::count_refusal(wire::error_code why) {
  using enum wire::error_code;
  switch (why) {
    case wrong_node:
      return count(mark::refused_wrong_node);
    case move_refused:
      return count(mark::refused_move);
    case storage_unavailable:
      return count(mark::refused_storage);
    case draining:
      return count(mark::refused_draining);
    case no_node:
      return count(mark::refused_no_node);
    case room_ended:
      return count(mark::refused_room_ended);
    case gap:
      return count(mark::refused_gap);
    case busy:
      return count(mark::refused_busy);
    case held:
      return count(mark::refused_held);
    case log_full:
      return count(mark::refused_log_full);
    default:
      return;
  }
}

void coverage::count(wire::room_end why) {
  if (why == wire::room_end::left) count(mark::ended_left);
  if (why == wire::room_end::no_show) count(mark::ended_no_show);
  if (why == wire::room_end::gone) count(mark::ended_gone);
}

void coverage::add(const coverage& other) {
  add_all(acts, other.acts);
  add_all(moments, other.moments);
  add_all(marks, other.marks);
  messages += other.messages;
  rooms += other.rooms;
  events += other.events;
  virtual_ms += other.virtual_ms;
}

std::string_view name_of(act what) {
  constexpr std::array<std::string_view, act_count> names{"seek",
                                                          "say",
                                                          "goodbye",
                                                          "take back the wish",
                                                          "rename",
                                                          "reload the tab",
                                                          "close the tab",
                                                          "cut a connection",
                                                          "cut, one end learns late",
                                                          "freeze a connection",
                                                          "slow network",
                                                          "part a client from a process",
                                                          "crash a node",
                                                          "power off a node",
                                                          "freeze a node",
                                                          "drain a node",
                                                          "crash a matchmaker",
                                                          "freeze a matchmaker",
                                                          "drain a matchmaker",
                                                          "cut a link to Redis",
                                                          "lose mail",
                                                          "freeze Redis",
                                                          "restart Redis",
                                                          "fail over to a lagging replica",
                                                          "wipe Redis",
                                                          "flush Redis",
                                                          "Redis out of memory"};
  return names.at(static_cast<std::size_t>(what));
}

std::string_view name_of(moment when) {
  constexpr std::array<std::string_view, moment_count> names{"at any time",
                                                             "before an append",
                                                             "after an append, before its reply",
                                                             "after an append's reply",
                                                             "before a claim",
                                                             "after a claim, before its reply",
                                                             "after a claim's reply",
                                                             "while the log is read",
                                                             "after a verification",
                                                             "after the end of a room",
                                                             "when a join arrives",
                                                             "when a send arrives",
                                                             "after one entry is relayed",
                                                             "after a pairing, before its reply",
                                                             "after an assignment is sent"};
  return names.at(static_cast<std::size_t>(when));
}

std::string_view name_of(mark what) {
  constexpr std::array<std::string_view, mark_count> names{
      "a command never reached Redis",
      "Redis did a command, its reply was lost",
      "Redis did a command after its link was gone",
      "an old master did a command",
      "a stale owner woke",
      "frames lost on a broken connection",
      "claim: a new room",
      "claim: one's own, from before",
      "claim: the owner is gone",
      "claim: a member asked",
      "claim: the log has lost its tail",
      "claim: a member knows a higher epoch",
      "an append was refused by the fence",
      "an append found no log",
      "an append found Redis full",
      "a lost tail was written again",
      "a room was let go",
      "a verification found entries of ours",
      "a verification found nothing new",
      "a replay went in pages",
      "a base was written",
      "an old owner was told of a claim",
      "the words filter's hook answered",
      "the words filter's hook failed",
      "a client joined again",
      "a client joined a room that had moved",
      "resume: to the owner",
      "resume: to another node",
      "a joined client asked where its room is",
      "a message was sent again",
      "clients were told to move",
      "refused: wrong_node",
      "refused: move_refused",
      "refused: storage_unavailable",
      "refused: draining",
      "refused: no_node",
      "refused: room_ended",
      "refused: gap",
      "refused: busy",
      "refused: log_full",
      "refused: held",
      "refused: the outbox is full",
      "closed: not_owner",
      "closed: replaced",
      "users paired",
      "a letter came",
      "a lost ticket was put in again",
      "users waited while no node lived",
      "a wish was taken back",
      "a wish was taken back too late",
      "a priority was used",
      "ended: left",
      "ended: no_show",
      "ended: gone"};
  return names.at(static_cast<std::size_t>(what));
}

bool is_of_pairs(act what) {
  return what == act::take_back;
}

bool is_of_pairs(moment when) {
  return when == moment::end_done || when == moment::seek_done || when == moment::assigned_sent;
}

bool is_of_pairs(mark what) {
  using enum mark;
  return what == refused_room_ended || (what >= paired && what <= priority_used) ||
         what == ended_no_show || what == ended_gone;
}

}  // namespace parley::simulation
