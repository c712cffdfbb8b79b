// A named room: opened by its name, with members who come and go.
#include <algorithm>
#include <utility>

#include "chaos/client/client.hpp"

namespace parley::client {

// Each visit is a session of its own, and so a new seat: who comes again after leaving does not
// know what it had said, and may not go on under the same numbers.
void client::on(const enter& what) {
  if (state_ == state::seeking || memory_.seat || memory_.entering) return;
  const auto session = std::move(memory_.session);
  const auto attempt = memory_.attempt;
  memory_ = memory{settings_.outbox_capacity};
  memory_.session = session;
  memory_.attempt = attempt;
  memory_.entering = what;
  failures_ = 0;
  become(state::connecting);
  connect();
}

void client::on_opened_room(const wire::open_result& found) {
  memory_.entering.reset();
  memory_.seat = place{found.room, found.seat, found.token, found.node, 0, true};
  failures_ = 0;
  act(entered{found});
  go_to(found.node, found.claim);
}

void client::on_open_error(const wire::rpc_error& error) {
  using enum wire::error_code;
  drop(main_);
  const bool is_wrong = error.code == key_wrong || error.code == invalid_params ||
                        error.code == too_long || error.code == invalid_request ||
                        error.code == method_not_found;
  if (is_wrong) return settle(state::failed);
  connect_later();
  const auto patience = std::min<std::uint64_t>(error.retry_ms.value_or(200), 60'000);
  retry_at_ = std::max(*retry_at_, now_.steady + milliseconds{static_cast<std::int64_t>(patience)});
}

void client::on_joined_named(const wire::join_result& result) {
  others_.clear();
  for (const auto& each : result.members)
    others_[each.seat] = each.state;
  look_around();
  if (result.delivered) on_delivered({0, {{memory_.seat->seat, *result.delivered}}});
}

wire::version_vector client::told() const {
  return memory_.incoming.told([this](seat_number seat) {
    const auto who = others_.find(seat);
    return who != others_.end() && who->second != wire::presence_state::left;
  });
}

void client::on_presence_named(const wire::presence& presence) {
  others_[presence.seat] = presence.state;
  look_around();
}

// Somebody present is a partner like any; with nobody there, this may be the wrong node.
void client::look_around() {
  const auto is_any = [this](wire::presence_state state) {
    return std::ranges::any_of(others_, [state](const auto& each) { return each.second == state; });
  };
  const bool present = is_any(wire::presence_state::present);
  if (present != partner_present_) partner_since_ = now_.steady;
  partner_present_ = present;
  is_anybody_away_ = is_any(wire::presence_state::away);
}

}  // namespace parley::client
