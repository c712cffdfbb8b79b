// What the services say by themselves.
#include <utility>

#include "chaos/client/client.hpp"
#include "chaos/client/overloaded.hpp"

namespace parley::client {

void client::on_notification(const wire::notification& said) {
  std::visit(overloaded{
                 [&](const wire::assigned& assignment) { on_assigned(assignment); },
                 [&](const wire::wait_ended& end) { on_wait_ended(end); },
                 [&](const wire::entry& entry) { on_entry(entry); },
                 [&](const wire::delivered& receipt) { on_delivered(receipt); },
                 [&](const wire::presence& presence) { on_presence(presence); },
                 [&](const wire::moved& moved) { on_moved(moved); },
                 [&](const wire::renewed& given) {
                   if (memory_.seat) memory_.seat->token = given.token;
                 },
                 [&](const wire::ended& end) { on_ended(end); },
                 [&](const wire::idle& asked) { on_idle(asked); },
                 // waiting, storage, caught_up, seen, typing, renamed: for a page
                 [](const auto&) {},
             },
             said);
}

void client::on_assigned(const wire::assigned& assignment) {
  if (!memory_.wanted || assignment.attempt != memory_.attempt) return;
  // The pairing was quicker than a wish taken back: the room is sat in, and left, so that the
  // partner need not wait for a no_show.
  memory_.leaving = std::exchange(cancelling_, false);
  memory_.wanted.reset();
  memory_.seat = place{assignment.room, assignment.seat, assignment.token, assignment.node,
                       assignment.partner.seat};
  failures_ = 0;
  act(paired{assignment});
  become(state::connecting);
  go_to(assignment.node, false);
}

void client::on_wait_ended(const wire::wait_ended& end) {
  if (!memory_.wanted || end.attempt != memory_.attempt) return;
  drop(main_);
  const bool is_replaced = end.reason == wire::wait_end::replaced;
  if (is_replaced && !cancelling_ && is_said_to_a_ghost()) return connect_later();
  const bool is_over = !is_replaced || cancelling_;  // who does not want it gives it up gladly
  act(show_wait_ended{is_over && is_replaced ? wire::wait_end::cancelled : end.reason});
  settle(is_over ? state::idle : state::failed);
}

// Whoever is driven by a program is there.
void client::on_idle(const wire::idle& asked) {
  if (is_joined() && asked.left_ms > 0)
    request(*main_, wire::method::stay, wire::room_call{wire::stay{}});
}

void client::on_moved(const wire::moved& moved) {
  if (!is_joined()) return;
  if (!moved.node.empty()) {
    memory_.seat->node = moved.node;
    claim_ = true;
  }
  rejoin(moved.node.empty());
}

}  // namespace parley::client
