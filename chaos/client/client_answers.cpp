// What the services answer to this client's requests.
#include <algorithm>
#include <utility>

#include "chaos/client/client.hpp"
#include "chaos/client/overloaded.hpp"
#include "core/wire/state_names.hpp"

namespace parley::client {

namespace {

// This client itself is wrong: asking again would be answered the same again.
bool is_hopeless(wire::error_code code) {
  using enum wire::error_code;
  return code == parse_error || code == invalid_request || code == method_not_found ||
         code == invalid_params || code == too_long || code == language_unknown;
}

milliseconds patience(const wire::rpc_error& error) {
  return milliseconds{static_cast<milliseconds::rep>(
      std::min<std::uint64_t>(error.retry_ms.value_or(200), 60'000))};
}

}  // namespace

void client::on_response(connection& from, const wire::response& response) {
  const auto* id = response.id ? std::get_if<std::uint64_t>(&*response.id) : nullptr;
  const auto asked = id ? unanswered_.find(*id) : unanswered_.end();
  if (asked == unanswered_.end()) return on_refused_notification(from, response);
  from.last_answered = now_.steady;
  const sent request = asked->second;
  unanswered_.erase(asked);
  if (request.method == wire::method::sync) {
    from.sync_asked.reset();
  } else if (healing_ && &from == &*healing_) {
    on_healing_answer(response);
  } else if (const auto* error = std::get_if<wire::rpc_error>(&response.outcome)) {
    on_error(request, *error);
  } else {
    on_result(request, std::get<wire::any_result>(response.outcome));
  }
}

// An error without an id. Nobody else would ever make good a receipt that the node had no patience
// for: its sender would wait for it as long as this connection lives. For the rest the close code
// that follows says enough.
void client::on_refused_notification(const connection& from, const wire::response& response) {
  const auto* error = std::get_if<wire::rpc_error>(&response.outcome);
  const bool is_ours = !response.id && main_ && from.link == main_->link;
  if (is_ours && error && error->retry_ms) receipt_again_at_ = now_.steady + patience(*error);
}

void client::on_result(const sent& asked, const wire::any_result& result) {
  std::visit(overloaded{
                 [&](const wire::seek_result& found) {
                   memory_.session = found.session;
                   memory_.priority.clear();
                   main_->done = true;
                   main_->since = now_.steady;
                   if (!cancelling_) return;
                   request(*main_, wire::method::cancel,
                           wire::match_call{wire::cancel{memory_.attempt}});
                 },
                 [&](const wire::resume_result& found) { on_resume(found); },
                 [&](const wire::open_result& found) { on_opened_room(found); },
                 [&](const wire::join_result& joined) { on_joined(joined); },
                 [&](const wire::send_result&) { mark_stored(asked.seq); },
                 [&](const wire::sync_result&) {},
                 [&](const wire::empty_result&) {
                   if (asked.method == wire::method::rename) memory_.new_name.reset();
                   if (asked.method == wire::method::leave) {
                     on_ended({wire::room_end::left, memory_.seat->seat, {}});
                   }
                 },
             },
             result);
}

void client::on_error(const sent& asked, const wire::rpc_error& error) {
  switch (asked.method) {
    case wire::method::seek:
      return on_seek_error(error);
    case wire::method::resume:
      return on_resume_error(error);
    case wire::method::open:
      return on_open_error(error);
    case wire::method::join:
      return on_join_error(error);
    case wire::method::send:
      return on_send_error(asked, error);
    case wire::method::leave:
      if (error.code == wire::error_code::room_ended) return on_room_ended(error);
      return rejoin(true);
    case wire::method::rename:
      if (!error.retry_ms) memory_.new_name.reset();  // refused; else the next join tries again
      return;
    case wire::method::block:
    case wire::method::report:  // a program asks for neither
    case wire::method::stay:    // asked again while it matters
    case wire::method::cancel:  // it is being assigned, or has ended: its terminal frame says it
    case wire::method::sync:
      return;
  }
}

void client::on_seek_error(const wire::rpc_error& error) {
  using enum wire::error_code;
  drop(main_);
  if (error.code == token_invalid || error.code == token_expired) {
    memory_.session.clear();
    memory_.priority.clear();
    return connect_later();
  }
  if (is_hopeless(error.code)) return settle(state::failed);
  connect_later();
  if (error.retry_ms) retry_at_ = std::max(*retry_at_, now_.steady + patience(error));
}

void client::on_resume(const wire::resume_result& result) {
  go_to(result.node, result.claim);
}

void client::on_room_ended(const wire::rpc_error& error) {
  const auto reason = wire::find_value(wire::room_end_names, error.reason);
  on_ended({reason.value_or(wire::room_end::gone), error.by, {}});
}

void client::on_resume_error(const wire::rpc_error& error) {
  using enum wire::error_code;
  drop(main_);
  if (error.code == room_ended) return on_room_ended(error);
  if (error.code == token_expired) return on_ended({wire::room_end::expired, {}, {}});
  if (error.code == token_invalid || is_hopeless(error.code)) return settle(state::failed);
  if (error.code == no_node) unreachable_.clear();
  connect_later();
  retry_at_ = std::max(*retry_at_, now_.steady + patience(error));
}

void client::on_join_error(const wire::rpc_error& error) {
  using enum wire::error_code;
  drop(main_);
  if (error.code == room_ended) return on_room_ended(error);
  if (error.code == token_expired) return on_ended({wire::room_end::expired, {}, {}});
  const bool is_barred = error.code == key_wrong || error.code == room_full;
  if (error.code == token_invalid || is_barred || is_hopeless(error.code))
    return settle(state::failed);
  if (error.code == wrong_node && !error.node.empty() && failures_ < 3) {
    ++failures_;
    return go_to(error.node, false);
  }
  if (error.code == draining || error.code == node_full) unreachable_.insert(memory_.seat->node);
  // Somebody is served by a node that this client holds for unreachable: it may be back.
  const bool is_served = error.code == move_refused;
  if (is_served) unreachable_.clear();
  ask_matchmaker_ = true;
  connect_later();
  if (error.retry_ms && !is_served) retry_at_ = std::max(*retry_at_, now_.steady + patience(error));
}

void client::on_send_error(const sent& asked, const wire::rpc_error& error) {
  using enum wire::error_code;
  if (error.code == gap) {
    const seq_number expected = error.expected.value_or(0);
    if (expected < memory_.outgoing.next()) return rejoin(true);  // its join says what is delivered
    window_.gap(asked.seq, expected, asked.round);
  } else if (error.retry_ms) {
    window_.refused(asked.seq, asked.round, now_.steady + patience(error));
  } else if (error.code == room_ended) {
    on_room_ended(error);
  } else {
    rejoin(true);
  }
}

}  // namespace parley::client
