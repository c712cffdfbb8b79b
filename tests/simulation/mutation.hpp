// The deliberate mistakes that the simulation must catch, each at a seam between a machine and its
// world, so that no code of the product knows of them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace parley::simulation {

enum class mutation : std::uint8_t {
  none,
  acknowledge_before_append,
  relay_twice,
  drop_one_in_a_thousand,
  swap_neighbours,
  alter_a_body,
  leak_to_another_room,
  no_fence,
  reuse_an_epoch,
  no_verification_on_new_link,
  keep_a_ticket_after_pairing,
  ignore_the_attempt,
  seat_both_in_one,
  resume_off_by_one,
  forget_the_outbox_on_reload,
  forget_what_is_applied_on_reload,
  receipt_before_apply,
  no_healing,
};

struct mutation_info {
  mutation what;
  std::string_view name;     // on the command line
  std::string_view words;    // the mistake
  bool is_of_pairs = false;  // it cannot happen in a named room
};

inline constexpr std::array<mutation_info, 18> mutations{{
    {mutation::none, "none", "no mistake"},
    {mutation::acknowledge_before_append, "acknowledge-before-append",
     "the node takes an append for stored before Redis has answered"},
    {mutation::relay_twice, "relay-twice", "the node relays one entry in twenty a second time"},
    {mutation::drop_one_in_a_thousand, "drop-one-in-a-thousand",
     "the node forgets to relay one entry in a thousand"},
    {mutation::swap_neighbours, "swap-neighbours",
     "the node relays two entries that follow each other in the other order"},
    {mutation::alter_a_body, "alter-a-body", "one body in two hundred is changed on its way"},
    {mutation::leak_to_another_room, "leak-to-another-room",
     "one entry in a hundred also goes to a connection of another room"},
    {mutation::no_fence, "no-fence", "Redis takes an append whatever its id"},
    {mutation::reuse_an_epoch, "reuse-an-epoch", "a claim does not raise the epoch"},
    {mutation::no_verification_on_new_link, "no-verification-on-new-link",
     "a node takes its rooms for its own on a new link without looking"},
    {mutation::keep_a_ticket_after_pairing, "keep-a-ticket-after-pairing",
     "a pairing leaves one of the two tickets in the pool", true},
    {mutation::ignore_the_attempt, "ignore-the-attempt",
     "the matchmaker tells Redis the same attempt for every wish of a session", true},
    {mutation::seat_both_in_one, "seat-both-in-one", "both of a pair are given seat 1", true},
    {mutation::resume_off_by_one, "resume-off-by-one",
     "a client that rejoins says to have applied one message more"},
    {mutation::forget_the_outbox_on_reload, "forget-the-outbox-on-reload",
     "what is not delivered is gone after a reload of the tab"},
    {mutation::forget_what_is_applied_on_reload, "forget-what-is-applied-on-reload",
     "a reloaded tab does not know what it has applied"},
    {mutation::receipt_before_apply, "receipt-before-apply",
     "a client confirms an entry some time before it applies it"},
    {mutation::no_healing, "no-healing",
     "nobody looks for the true owner of a quiet room, and nobody is told of a claim"},
}};

}  // namespace parley::simulation
