// Where to connect, and when: at once to the same node; then through a matchmaker; then with
// backoff, for ever.
#include <algorithm>
#include <utility>

#include "chaos/client/client.hpp"
#include "core/wire/close_codes.hpp"
#include "core/wire/limits.hpp"

namespace parley::client {

void client::connect() {
  drop(main_);
  if (std::exchange(is_reloaded_, false)) expect_ghosts();
  retry_at_.reset();
  connection next;
  next.link = ++links_;
  next.since = next.last_heard = now_.steady;
  if (!memory_.seat) {
    next.what = memory_.entering ? errand::open : errand::seek;
  } else {
    next.what = ask_matchmaker_ ? errand::resume : errand::join;
  }
  if (next.what == errand::join) {
    act(open_node{next.link, memory_.seat->node});
  } else {
    act(open_matchmaker{next.link});
  }
  main_ = next;
}

void client::connect_later() {
  retry_at_ = now_.steady + backoff_wait(settings_.backoff, ++failures_, random_());
}

// The main connection is gone, or was never had.
void client::lost(std::uint16_t code) {
  const connection was = *main_;
  drop(main_);
  forgive(was);
  const bool is_replaced = code == static_cast<std::uint16_t>(wire::close_code::replaced);
  const bool is_ghost = is_replaced && is_said_to_a_ghost();
  if (!is_replaced) expect_ghosts();
  switch (wire::classify(code)) {
    case wire::close_class::final:
      if (is_ghost) break;
      return settle(state::failed);
    case wire::close_class::re_pair:
      if (memory_.seat)
        return on_ended({wire::room_end::expired, {}, {}});  // `ended` was not heard
      break;
    case wire::close_class::resume:
      break;
  }
  if (was.what != errand::join) {
    unreachable_.clear();  // the fault is nearer than any node: nothing is held against them
    return connect_later();
  }
  if (was.done) {
    become(state::reconnecting);
    ask_matchmaker_ = code == static_cast<std::uint16_t>(wire::close_code::not_owner);
    const bool too_fast = code == static_cast<std::uint16_t>(wire::close_code::rate_limited);
    return too_fast || is_ghost || failures_ > 0 ? connect_later() : connect();
  }
  if (unreachable_.size() >= wire::max_unreachable) unreachable_.clear();
  if (doubted_ == memory_.seat->node) unreachable_.insert(doubted_);
  doubted_ = memory_.seat->node;
  ask_matchmaker_ = true;
  if (failures_ == 0) {
    ++failures_;
    return connect();
  }
  connect_later();
}

// `replaced` may be about this client itself: a frame of a connection that it lost lately can come
// to a service after those of the next one, when the network or the service stood still meanwhile.
// So it is answered by coming back, a few times; a second tab says it again.
bool client::is_said_to_a_ghost() {
  if (ghosts_ == 0 || now_.steady >= ghosts_until_) return false;
  --ghosts_;
  return true;
}

void client::expect_ghosts() {
  constexpr unsigned most = 3;
  ghosts_ = most;
  ghosts_until_ = now_.steady + settings_.ghost_life;
}

void client::drop(std::optional<connection>& which) {
  if (!which) return;
  const link_number link = which->link;
  which.reset();
  std::erase_if(unanswered_, [link](const auto& each) { return each.second.link == link; });
  act(drop_link{link});
}

void client::go_to(const std::string& node, bool claim) {
  memory_.seat->node = node;
  claim_ = claim;
  ask_matchmaker_ = false;
  connect();
}

// Gives up a connection that is joined for a better one.
void client::rejoin(bool through_matchmaker) {
  const connection was = *main_;
  become(state::reconnecting);
  drop(main_);
  forgive(was);
  ask_matchmaker_ = through_matchmaker;
  if (failures_ > 0) return connect_later();
  connect();
}

// Failures are forgotten once a connection was worth having: the way back begins at once. One that
// was not is itself a failure, else a node that lies could make its clients rejoin in a tight loop.
void client::forgive(const connection& was) {
  if (!was.done) return;
  const bool worthwhile = was.news || now_.steady - was.since >= settings_.worthwhile;
  failures_ = worthwhile ? 0 : failures_ + 1;
}

}  // namespace parley::client
