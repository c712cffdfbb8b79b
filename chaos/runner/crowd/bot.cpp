// What the client shows its user becomes history.
#include "chaos/runner/crowd/bot.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "chaos/client/overloaded.hpp"
#include "core/wire/state_names.hpp"

namespace parley::crowd {

namespace {

checks::bot_state state_of(client::state state) {
  switch (state) {
    case client::state::idle:
      return checks::bot_state::idle;
    case client::state::seeking:
      return checks::bot_state::seeking;
    case client::state::connecting:
      return checks::bot_state::connecting;
    case client::state::joined:
      return checks::bot_state::joined;
    case client::state::reconnecting:
      return checks::bot_state::reconnecting;
    case client::state::ended:
      return checks::bot_state::ended;
    case client::state::failed:
      return checks::bot_state::failed;
  }
  return checks::bot_state::failed;
}

// The fifth part of a body: when it was said, in ms of the run.
double said_at(std::string_view body) {
  std::size_t at = 0;
  for (int slashes = 0; slashes < 4 && at != std::string_view::npos; ++slashes)
    at = body.find('/', at + (slashes > 0 ? 1 : 0));
  if (at == std::string_view::npos) return 0;
  double ms = 0;
  std::from_chars(body.data() + at + 1, body.data() + body.size(), ms);
  return ms;
}

}  // namespace

bot::bot(checks::bot_number number, const surroundings& around, live::routes routes,
         named_room* room)
    : number_(number),
      around_(around),
      named_(room),
      client_(around.loop, around.sockets, around.alarms, std::move(routes),
              around.seed * 1'000'003 + number,
              [this](const client::action& what) { show(what); }) {}

void bot::come() {
  const std::string shown_name = "bot-" + std::to_string(number_);
  if (named_ != nullptr) {
    around_.history.record(checks::enter{number_, named_->name});
    return client_.happens(client::enter{named_->name, named_->key, shown_name});
  }
  client_.happens(client::wish{"en", {}, shown_name});
  around_.history.record(checks::seek{number_, client_.kept().attempt});
}

void bot::come_again() {
  around_.loop.post([this] { come(); });
}

std::string bot::next_body() {
  std::string body = std::to_string(around_.seed) + "/" + room_ + "/" + std::to_string(seat_) +
                     "/" + std::to_string(++bodies_) + "/" +
                     std::to_string(static_cast<std::uint64_t>(around_.history.now_ms())) + "/";
  if (body.size() < around_.body_bytes) body.append(around_.body_bytes - body.size(), '.');
  return body;
}

bool bot::say() {
  if (!client_.kept().seat || !has_sat_ || client_.kept().leaving) return false;
  saying_ = next_body();
  client_.happens(client::say{saying_});
  return true;
}

void bot::leave() {
  if (!client_.kept().seat || client_.kept().leaving) return;
  around_.history.record(checks::leave{number_, room_});
  client_.happens(client::say_goodbye{});
}

void bot::reload() {
  around_.history.record(checks::reload{number_});
  joined_link_ = 0;
  client_.reload();
}

bool bot::is_at_rest() const {
  return is_joined() && client_.kept().outgoing.empty() && !client_.kept().leaving &&
         has_heard_all();
}

// In a named room others may have been told `delivered` while this one was away.
bool bot::has_heard_all() const {
  if (named_ == nullptr) return true;
  const auto& heard = client_.kept().incoming.vector();
  return std::ranges::all_of(named_->last_words, [&](const auto& each) {
    const auto& [seat, last] = each;
    if (seat == seat_ || last.nth <= heard_since_) return true;
    const auto of = heard.find(seat);
    return of != heard.end() && of->second >= last.seq;
  });
}

const std::string& bot::node() const {
  static const std::string none;
  return client_.kept().seat ? client_.kept().seat->node : none;
}

void bot::record_rest() {
  const bool in_room = client_.kept().seat.has_value();
  around_.history.record(checks::rest{number_, in_room ? client_.kept().outgoing.size() : 0,
                                      state_of(client_.current())});
}

void bot::show(const client::action& what) {
  recorder& history = around_.history;
  std::visit(
      client::overloaded{
          [&](const client::paired& act) {
            room_ = act.assignment.room;
            seat_ = act.assignment.seat;
            has_sat_ = false;
            history.record(checks::paired{number_, act.assignment.attempt, room_, seat_,
                                          act.assignment.partner.name});
          },
          [&](const client::entered& act) {
            room_ = act.place.room;
            seat_ = act.place.seat;
            has_sat_ = false;
            history.record(checks::entered{number_, room_, seat_});
          },
          [&](const client::show_state& act) { on_state(act.state); },
          [&](const client::accepted& act) { on_accepted(act.seq); },
          [&](const client::refused&) {
            ++around_.counts.refused;
            history.record(checks::refused{number_, room_, "outbox_full"});
          },
          [&](const client::show_message& act) { on_message(act.entry); },
          [&](const client::show_stored& act) {
            history.record(checks::stored{number_, room_, seat_, act.seq});
          },
          [&](const client::show_delivered& act) {
            history.record(checks::delivered{number_, room_, seat_, act.seq});
          },
          [&](const client::show_gap& act) {
            history.record(checks::gap{number_, room_, act.from, act.count});
          },
          [&](const client::show_ended& act) {
            joined_link_ = 0;
            history.record(checks::ended{
                number_, room_, std::string(wire::find_name(wire::room_end_names, act.reason))});
            come_again();
          },
          [&](const client::show_wait_ended& act) {
            history.record(checks::wait_ended{
                number_, std::string(wire::find_name(wire::wait_end_names, act.reason))});
            if (act.reason != wire::wait_end::replaced) come_again();
          },
          [](const auto&) {},  // the network's: done before they get here
      },
      what);
}

void bot::on_state(client::state state) {
  if (state == client::state::joined) {
    joined_link_ = client_.opened();
    if (!std::exchange(has_sat_, true)) heard_since_ = around_.counts.said;
    around_.history.record(checks::joined{number_, room_, seat_, node(), client_.kept().epoch,
                                          joined_link_, client_.number_at_service()});
  } else if (state == client::state::reconnecting) {
    on_lost();
  }
}

void bot::on_accepted(seq_number seq) {
  ++around_.counts.said;
  around_.counts.owed += named_ == nullptr ? 1 : named_->members - 1;
  if (named_ != nullptr) named_->last_words[seat_] = {seq, around_.counts.said};
  around_.history.record(checks::send{number_, room_, seat_, seq, checks::sum_of(saying_)});
}

void bot::on_lost() {
  if (joined_link_ == 0) return;
  ++around_.counts.lost;
  around_.history.record(
      checks::lost{number_, std::exchange(joined_link_, 0), client_.last_code()});
  if (speaks_up_) around_.loop.post([this] { say(); });
}

void bot::on_message(const wire::entry& entry) {
  ++around_.counts.applied;
  around_.history.record(
      checks::applied{number_, room_, entry.from, entry.seq, entry.id, checks::sum_of(entry.body)});
  if (around_.counts.on_applied) {
    around_.counts.on_applied(around_.history.now_ms() - said_at(entry.body));
  }
}

}  // namespace parley::crowd
