// In the room: messages in and out, receipts, the end.
#include <algorithm>
#include <utility>

#include "chaos/client/client.hpp"

namespace parley::client {

void client::on_joined(const wire::join_result& result) {
  main_->done = true;
  main_->since = now_.steady;
  unreachable_.clear();
  doubted_.clear();
  ask_matchmaker_ = false;
  claim_ = false;
  receipt_again_at_.reset();  // this join was one
  leave_asked_ = false;
  healed_at_ = now_.steady;
  heal_jitter_ = random_();
  receipt_says_all_ = false;
  memory_.epoch = std::max(memory_.epoch, result.epoch);
  window_.restart(result.accepted);
  memory_.outgoing.go_on_after(result.accepted);
  become(state::joined);
  mark_stored(result.accepted);
  for (const wire::member_info& member : result.members) {
    if (const seq_number lost = memory_.incoming.skip_to(member.seat, member.base)) {
      act(show_gap{member.seat, lost});
      receipt_due_ = receipt_says_all_ = true;
    }
    on_presence({member.seat, member.state, member.left_ms});
    on_delivered({member.seat, member.applied});
  }
  receipt_news_.clear();
  if (is_in_named()) on_joined_named(result);
  if (memory_.new_name) {
    request(*main_, wire::method::rename, wire::room_call{wire::rename{*memory_.new_name}});
  }
}

void client::on_entry(const wire::entry& entry) {
  if (!is_joined()) return;
  memory_.epoch = std::max(memory_.epoch, entry.id.epoch);
  switch (memory_.incoming.take(entry.from, entry.seq)) {
    case applying::news:
      if (is_in_named()) receipt_news_[entry.from] = entry.seq;
      act(show_message{entry});
      receipt_due_ = true;
      main_->news = true;
      return;
    case applying::doubled:
      receipt_says_all_ = true;
      receipt_due_ = true;
      return;
    case applying::hole:
      return rejoin(true);
  }
}

void client::on_delivered(const wire::delivered& receipt) {
  if (!memory_.seat || receipt.by == memory_.seat->seat) return;
  const auto mine = receipt.applied.find(memory_.seat->seat);
  if (mine == receipt.applied.end()) return;
  const seq_number seq = std::min(mine->second, memory_.outgoing.last());
  if (memory_.outgoing.drop_delivered(seq) == 0) return;
  act(show_delivered{seq});
  if (main_) main_->news = true;
}

void client::on_presence(const wire::presence& presence) {
  if (is_in_named()) return on_presence_named(presence);
  if (!memory_.seat || presence.seat != memory_.seat->partner) return;
  const bool present = presence.state == wire::presence_state::present;
  if (present) memory_.opened = true;
  if (present != partner_present_) partner_since_ = now_.steady;
  partner_present_ = present;
}

void client::on_ended(const wire::ended& end) {
  if (!memory_.seat) return;
  drop(main_);
  memory_.priority = end.priority;
  act(show_ended{end.reason});
  settle(state::ended);
}

void client::mark_stored(seq_number seq) {
  window_.stored(seq);
  if (memory_.outgoing.mark_stored(seq, now_.steady) > 0) {
    act(show_stored{std::min(seq, memory_.outgoing.last())});
  }
}

// Sends what the node has not been sent in this connection, a bounded number ahead of its answers.
void client::fill_window() {
  if (!is_joined()) return;
  window_.skip_to(memory_.outgoing.next() - 1);  // what is delivered needs no sending
  while (const auto seq = window_.take(memory_.outgoing.last(), now_.steady)) {
    const outbox_item* const item = memory_.outgoing.find(*seq);
    request(*main_, wire::method::send,
            wire::room_call{wire::send{item->seq, item->kind, item->body, item->of}}, item->seq);
  }
}

// One cumulative receipt for all that has come since the last one; of what comes without a room the
// next join tells.
void client::acknowledge() {
  receipt_due_ = receipt_due_ && is_joined();
  if (!receipt_due_ || now_.steady < receipt_earliest_) return;
  receipt_due_ = false;
  receipt_earliest_ = now_.steady + settings_.receipt_spacing;
  // In a named room only what is news: a vector of fifty seats for each message would be too much.
  const auto news = std::exchange(receipt_news_, {});
  const bool says_all = std::exchange(receipt_says_all_, false) || news.empty();
  act(send_text{main_->link, wire::encode_notification(wire::received{says_all ? told() : news})});
}

// What was said before a goodbye is relayed first; the node takes a connection's requests in order.
void client::leave_when_all_is_stored() {
  if (!memory_.leaving || !is_joined() || leave_asked_) return;
  if (window_.answered() < memory_.outgoing.last()) return;
  leave_asked_ = true;
  request(*main_, wire::method::leave, wire::room_call{wire::leave{}});
}

// Nothing is wanted of the network any more.
void client::settle(state outcome) {
  drop(main_);
  drop(healing_);
  memory_.wanted.reset();
  memory_.entering.reset();
  memory_.seat.reset();
  memory_.leaving = false;
  memory_.new_name.reset();
  retry_at_.reset();
  receipt_again_at_.reset();
  failures_ = 0;
  cancelling_ = false;
  become(outcome);
}

}  // namespace parley::client
