// Dispatch, and what the user does.
#include "chaos/client/client.hpp"

#include <utility>

#include "core/base/utf8.hpp"
#include "core/wire/limits.hpp"

namespace parley::client {

client::client(client_settings settings, random_fraction random)
    : client(settings, std::move(random), memory{settings.outbox_capacity}) {}

client::client(client_settings settings, random_fraction random, memory kept)
    : settings_(settings), random_(std::move(random)), memory_(std::move(kept)) {
  // After a reload the first deadline is now: it connects.
  if (memory_.seat || memory_.wanted || memory_.entering) {
    retry_at_ = steady_time{};
    is_reloaded_ = true;
  }
  if (memory_.seat) {
    state_ = state::reconnecting;
  } else if (memory_.wanted) {
    state_ = state::seeking;
  } else if (memory_.entering) {
    state_ = state::connecting;
  }
}

actions client::handle(const event& happened, instant now) {
  now_ = now;
  std::visit([this](const auto& what) { on(what); }, happened);
  acknowledge();
  fill_window();
  leave_when_all_is_stored();
  return std::exchange(out_, {});
}

void client::on(const wish& what) {
  if (state_ == state::seeking || memory_.seat || memory_.entering) return;
  const std::string session = std::move(memory_.session);
  const std::string priority = std::move(memory_.priority);
  const std::uint64_t attempt = memory_.attempt + 1;
  memory_ = memory{settings_.outbox_capacity};
  memory_.session = session;
  memory_.priority = priority;
  memory_.attempt = attempt;
  memory_.wanted = what;
  failures_ = 0;
  cancelling_ = false;
  become(state::seeking);
  connect();
}

void client::on(const wish_no_more&) {
  if (!memory_.wanted || cancelling_) return;
  if (memory_.session.empty()) return settle(state::idle);  // no matchmaker has taken it
  // Whoever takes the wish back may have been assigned already: only a matchmaker knows, and the
  // one that was asked may be gone. So the wish is kept until a terminal frame has come.
  cancelling_ = true;
  if (main_ && main_->done) {
    request(*main_, wire::method::cancel, wire::match_call{wire::cancel{memory_.attempt}});
  }
}

void client::on(const say& what) {
  // What a node would refuse may not enter the outbox: it would stand in the way of all that
  // follows.
  const bool sendable = memory_.seat && !memory_.leaving && !what.body.empty() &&
                        is_utf8(what.body) && count_characters(what.body) <= wire::max_text_chars;
  const auto seq = sendable ? memory_.outgoing.add("text", what.body) : std::nullopt;
  if (seq) {
    act(accepted{*seq});
  } else {
    act(refused{what.body});
  }
}

void client::on(const change& what) {
  const bool sendable = memory_.seat && !memory_.leaving && is_utf8(what.body) && what.of >= 1 &&
                        what.of <= memory_.outgoing.last() &&
                        count_characters(what.body) <= wire::max_text_chars;
  const char* const kind = what.body.empty() ? "delete" : "edit";
  const auto seq = sendable ? memory_.outgoing.add(kind, what.body, what.of) : std::nullopt;
  if (seq) {
    act(accepted{*seq});
  } else {
    act(refused{what.body});
  }
}

void client::on(const show_typing& what) {
  if (is_joined()) act(send_text{main_->link, wire::encode_notification(wire::typing{what.on})});
}

void client::on(const change_name& what) {
  if (!memory_.seat) return;
  memory_.new_name = what.name;
  if (is_joined()) request(*main_, wire::method::rename, wire::room_call{wire::rename{what.name}});
}

void client::on(const say_goodbye&) {
  if (memory_.seat) memory_.leaving = true;
}

void client::on(const link_opened& what) {
  std::optional<connection>& which = healing_ && healing_->link == what.link ? healing_ : main_;
  if (!which || which->link != what.link) return;
  which->last_heard = now_.steady;
  switch (which->what) {
    case errand::seek: {
      const wish& wanted = *memory_.wanted;
      request(*which, wire::method::seek,
              wire::match_call{wire::seek{wanted.language, wanted.interests, wanted.name,
                                          memory_.attempt, memory_.session, memory_.priority}});
      break;
    }
    case errand::open:
      request(*which, wire::method::open,
              wire::match_call{wire::open_room{memory_.entering->room, memory_.entering->key,
                                               memory_.entering->name}});
      break;
    case errand::resume: {
      wire::resume ask{memory_.seat->token, {}};
      if (&which == &main_) ask.unreachable.assign(unreachable_.begin(), unreachable_.end());
      request(*which, wire::method::resume, wire::match_call{std::move(ask)});
      break;
    }
    case errand::join:
      request(*which, wire::method::join,
              wire::room_call{wire::join{memory_.seat->token, told(), memory_.outgoing.next(),
                                         memory_.epoch, memory_.opened, claim_}});
      break;
  }
}

void client::on(const link_text& what) {
  const auto method_of = [this, &what](const wire::request_id& id) -> std::optional<wire::method> {
    const auto* number = std::get_if<std::uint64_t>(&id);
    const auto asked = number ? unanswered_.find(*number) : unanswered_.end();
    if (asked == unanswered_.end() || asked->second.link != what.link) return std::nullopt;
    return asked->second.method;
  };
  std::optional<connection>& which = healing_ && healing_->link == what.link ? healing_ : main_;
  if (!which || which->link != what.link) return;
  which->last_heard = now_.steady;
  const auto said = wire::decode_from_service(what.text, method_of);
  if (!said) return;  // of a newer version
  if (const auto* response = std::get_if<wire::response>(&*said)) {
    on_response(*which, *response);
  } else if (&which == &main_) {
    on_notification(std::get<wire::notification>(*said));
  }
}

void client::on(const link_closed& what) {
  if (healing_ && healing_->link == what.link) {
    healing_.reset();
  } else if (main_ && main_->link == what.link) {
    lost(what.code);
  }
}

void client::on(const network_back&) {
  if (retry_at_) connect();
}

void client::on(const deadline_passed&) {
  if (retry_at_ && *retry_at_ <= now_.steady) connect();
  if (receipt_again_at_ && *receipt_again_at_ <= now_.steady) {
    receipt_again_at_.reset();
    receipt_due_ = receipt_says_all_ = true;
  }
  check_connecting();
  check_heartbeat();
  check_healing();
}

void client::become(state next) {
  if (state_ == next) return;
  state_ = next;
  act(show_state{next});
}

template <class Call>
void client::request(const connection& to, wire::method method, const Call& call, seq_number seq) {
  const std::uint64_t id = ++requests_;
  unanswered_.emplace(id, sent{method, to.link, seq, window_.round(), now_.steady});
  act(send_text{to.link, wire::encode_request(id, call)});
}

template void client::request(const connection&, wire::method, const wire::match_call&, seq_number);
template void client::request(const connection&, wire::method, const wire::room_call&, seq_number);

}  // namespace parley::client
