// What only time tells: a connection that never opens, one that is silent, a room that does not
// heal by itself.
#include <algorithm>

#include "chaos/client/client.hpp"

namespace parley::client {

namespace {

std::optional<steady_time> earlier(std::optional<steady_time> a, std::optional<steady_time> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

std::optional<steady_time> client::deadline() const {
  std::optional<steady_time> due = earlier(retry_at_, receipt_again_at_);
  if (is_joined()) due = earlier(due, window_.deadline(memory_.outgoing.last()));
  if (receipt_due_) due = earlier(due, receipt_earliest_);
  for (const auto* each : {&main_, &healing_}) {
    if (*each && !(*each)->done) due = earlier(due, (*each)->since + settings_.connect_timeout);
  }
  return earlier(due, earlier(heartbeat_due(), healing_due()));
}

void client::check_connecting() {
  if (healing_ && now_.steady >= healing_->since + settings_.connect_timeout) drop(healing_);
  if (main_ && !main_->done && now_.steady >= main_->since + settings_.connect_timeout) lost(0);
}

std::optional<steady_time> client::heartbeat_due() const {
  if (!main_ || !main_->done) return std::nullopt;
  const auto& patience = settings_.heartbeat;
  // A matchmaker speaks by itself while one waits.
  if (main_->what != errand::join) return main_->last_heard + patience.ask_after + patience.timeout;
  if (main_->sync_asked) return *main_->sync_asked + patience.timeout;
  // Entries that come prove only that this client can hear: its own words may all be swallowed.
  const steady_time unproven = main_->last_answered + patience.ask_after;
  const auto oldest =
      std::find_if(unanswered_.begin(), unanswered_.end(),
                   [this](const auto& each) { return each.second.link == main_->link; });
  if (oldest == unanswered_.end()) return unproven;
  // A send may wait for Redis as long as it takes; that the node still lives, a sync tells.
  return std::min(unproven, std::max(oldest->second.at, main_->last_answered) + settings_.stall);
}

void client::check_heartbeat() {
  const auto due = heartbeat_due();
  if (!due || *due > now_.steady) return;
  if (main_->what != errand::join || main_->sync_asked) return lost(0);
  main_->sync_asked = now_.steady;
  request(*main_, wire::method::sync, wire::room_call{wire::sync{now_.wall}});
}

// Since when the node has been asked to store a message and has not said that it did.
std::optional<steady_time> client::unstored_since() const {
  for (const auto& [id, each] : unanswered_)
    if (each.link == main_->link && each.method == wire::method::send) return each.at;
  return std::nullopt;
}

// DESIGN section 6, healing: a message stored and not delivered though its receiver is present, or
// a partner who stays absent, may mean that this client sits at a stale owner; one that is not
// stored, that its node has lost Redis and the room may live elsewhere. A matchmaker knows.
std::optional<steady_time> client::healing_due() const {
  if (!is_joined() || healing_) return std::nullopt;
  const auto patience = milliseconds{static_cast<milliseconds::rep>(
      static_cast<double>(settings_.heal_after.count()) * (1.0 + 0.2 * heal_jitter_))};
  // Alone in a named room is nothing unusual: the node looks itself, this is in case it cannot.
  const bool is_at_peace = is_in_named() && !is_anybody_away_;
  if (!partner_present_)
    return std::max(partner_since_, healed_at_) + (is_at_peace ? 6 * patience : patience);
  const auto undelivered = memory_.outgoing.undelivered_since();
  const auto owed = undelivered ? undelivered : unstored_since();
  if (!owed) return std::nullopt;
  return std::max({*owed, healed_at_, partner_since_}) + patience;
}

void client::check_healing() {
  const auto due = healing_due();
  if (due && *due <= now_.steady) begin_healing();
}

void client::begin_healing() {
  healed_at_ = now_.steady;
  heal_jitter_ = random_();
  connection next;
  next.link = ++links_;
  next.what = errand::resume;
  next.since = next.last_heard = now_.steady;
  healing_ = next;
  act(open_matchmaker{next.link});
}

void client::on_healing_answer(const wire::response& response) {
  drop(healing_);
  const auto* error = std::get_if<wire::rpc_error>(&response.outcome);
  if (error && error->code == wire::error_code::room_ended) return on_room_ended(*error);
  const auto* result = std::get_if<wire::any_result>(&response.outcome);
  const auto* found = result ? std::get_if<wire::resume_result>(result) : nullptr;
  if (!found || !is_joined()) return;  // no answer is no reason to leave
  const bool elsewhere = found->node != memory_.seat->node;
  // In a named room one member who is slow would make all the others come anew, again and again.
  const bool stuck = !is_in_named() && partner_present_ && memory_.outgoing.undelivered_since();
  if (!elsewhere && !stuck) return;
  become(state::reconnecting);
  go_to(found->node, found->claim);
}

}  // namespace parley::client
