// The tab: events to the client's machine, its actions to the network and to the witness.
#include "tests/simulation/visitor.hpp"

#include <algorithm>
#include <utility>

#include "chaos/client/overloaded.hpp"
#include "tests/simulation/process.hpp"
#include "tests/simulation/sabotage.hpp"

namespace parley::simulation {

using client::overloaded;

visitor::visitor(environment& env, network& net, witness& sees, doors where, unsigned number)
    : env_(env),
      net_(net),
      witness_(sees),
      doors_(std::move(where)),
      number_(number),
      chance_(env.chance.split()),
      settings_(env.plan.client) {
  constexpr milliseconds never{86'400'000};
  if (env.mistake == mutation::no_healing) settings_.heal_after = never;
  tab_ = std::make_unique<client::client>(settings_, [this] { return chance_.fraction(); });
}

void visitor::happens(const client::event& what) {
  const auto mine = generation_;
  for (const auto& each : tab_->handle(what, env_.now())) {
    if (generation_ != mine) return;  // closed or reloaded meanwhile: the rest is not done
    perform(each, what);
  }
  if (generation_ != mine || !tab_) return;
  if (tab_->kept().opened && tab_->kept().seat) witness_.on_opened(room_, seat_);
  wait_for_deadline();
}

void visitor::perform(const client::action& what, const client::event& cause) {
  if (const auto* const match = std::get_if<client::open_matchmaker>(&what)) {
    if (tab_->current() == client::state::joined) env_.seen.count(mark::asked_while_joined);
    open(match->link, doors_.a_matchmaker());
  } else if (const auto* const node = std::get_if<client::open_node>(&what)) {
    open(node->link, doors_.a_node(node->node));
  } else if (const auto* const sent = std::get_if<client::send_text>(&what)) {
    const auto at = links_.find(sent->link);
    if (at != links_.end())
      net_.send_to_service(
          at->second, env_.mistake == mutation::none ? sent->text : sabotage(env_, sent->text));
  } else if (const auto* const drop = std::get_if<client::drop_link>(&what)) {
    const auto at = links_.find(drop->link);
    if (at == links_.end()) return;
    const auto id = at->second;
    numbers_.erase(id);
    links_.erase(at);
    net_.drop(id);
  } else {
    perform_shown(what, cause);
  }
}

// As the witness compares it with what the other applies.
std::string visitor::content_of(const client::event& cause) {
  if (const auto* const change = std::get_if<client::change>(&cause)) {
    const char* const kind = change->body.empty() ? "delete" : "edit";
    return witness::content_of({.kind = kind, .body = change->body, .of = change->of});
  }
  return witness::content_of({.body = std::get<client::say>(cause).body});
}

void visitor::perform_shown(const client::action& what, const client::event& cause) {
  std::visit(overloaded{
                 [&](const client::show_state& shown) { show(shown.state); },
                 [&](const client::paired& given) {
                   env_.seen.count(mark::paired);
                   room_ = given.assignment.room;
                   seat_ = given.assignment.seat;
                   epoch_ = 0;
                   env_.tell([&] {
                     return name() + " sits in seat " + std::to_string(seat_) + " of " + room_ +
                            " with " + given.assignment.partner.name;
                   });
                   witness_.on_paired(number_, wish_, given.assignment);
                   if (tab_->kept().leaving) {
                     env_.seen.count(mark::cancelled_too_late);
                     witness_.on_goodbye(room_, seat_);
                   }
                 },
                 [&](const client::entered& given) {
                   room_ = given.place.room;
                   seat_ = given.place.seat;
                   epoch_ = 0;
                   env_.tell([&] {
                     return name() + " has seat " + std::to_string(seat_) + " of " + room_;
                   });
                   witness_.on_entered(number_, room_, seat_);
                 },
                 [&](const client::accepted& taken) {
                   witness_.on_accepted(room_, seat_, taken.seq, content_of(cause));
                 },
                 [&](const client::refused&) { env_.seen.count(mark::refused_outbox_full); },
                 [&](const client::show_message& shown) {
                   env_.tell([&] {
                     return name() + " applies seq " + std::to_string(shown.entry.seq) +
                            " of seat " + std::to_string(shown.entry.from);
                   });
                   witness_.on_applied(room_, seat_, shown.entry);
                 },
                 [&](const client::show_stored& shown) {
                   witness_.on_shown_stored(room_, seat_, shown.seq);
                 },
                 [&](const client::show_delivered& shown) {
                   witness_.on_shown_delivered(room_, seat_, shown.seq);
                 },
                 [&](const client::show_gap& shown) {
                   witness_.on_gap(room_, seat_, shown.from, shown.count);
                 },
                 [&](const client::show_ended& shown) {
                   env_.seen.count(shown.reason);
                   env_.tell([&] { return name() + " is told that " + room_ + " has ended"; });
                   witness_.on_ended(room_, seat_, shown.reason);
                   // As the page does: who was left alone looks on.
                   if (shown.reason == wire::room_end::no_show)
                     env_.time.after(env_.up_to(300), [this, mine = generation_] {
                       if (mine == generation_) seek(0);
                     });
                 },
                 [&](const client::show_wait_ended&) { env_.seen.count(mark::cancelled); },
                 [](const auto&) {},
             },
             what);
}

void visitor::show(client::state state) {
  if (state == client::state::failed) witness_.on_failed(number_);
  if (state != client::state::joined) return;
  const auto epoch = tab_->kept().epoch;
  if (epoch_ != 0) env_.seen.count(mark::joined_again);
  if (epoch_ != 0 && epoch > epoch_) env_.seen.count(mark::joined_after_move);
  epoch_ = epoch;
  witness_.on_joined(room_, seat_, heard_on_);
  env_.tell([&] { return name() + " has joined " + room_ + " at epoch " + std::to_string(epoch); });
}

void visitor::open(client::link_number link, process* to) {
  if (to == nullptr) {
    // The gateway knows nobody, and says so.
    env_.time.after(env_.latency_ms(), [this, link, mine = generation_] {
      if (mine == generation_ && tab_) happens(client::link_closed{link, 0});
    });
    return;
  }
  const auto id = net_.open(*this, *to);
  env_.tell(
      [&] { return name() + " opens connection " + std::to_string(id) + " to " + to->name(); });
  links_[link] = id;
  numbers_[id] = link;
}

void visitor::on_opened(connection_id id) {
  const auto at = numbers_.find(id);
  if (tab_ && at != numbers_.end()) happens(client::link_opened{at->second});
}

void visitor::on_text(connection_id id, std::string text) {
  if (!tab_ || !numbers_.contains(id)) return;
  const bool is_entry = text.find("\"method\":\"entry\"") != std::string::npos;
  if (env_.mistake == mutation::receipt_before_apply && is_entry) return confirm_early(id, text);
  take_text(id, text);
}

void visitor::take_text(connection_id id, const std::string& text) {
  const auto at = numbers_.find(id);
  if (!tab_ || at == numbers_.end()) return;
  if (text.find("\"claim\":") != std::string::npos)
    env_.seen.count(text.find("\"claim\":true") != std::string::npos ? mark::resumed_elsewhere
                                                                     : mark::resumed_at_owner);
  if (text.find("\"nodes\":false") != std::string::npos) env_.seen.count(mark::waited_without_node);
  heard_on_ = id;
  happens(client::link_text{at->second, text});
}

void visitor::on_closed(connection_id id, std::uint16_t code) {
  const auto at = numbers_.find(id);
  if (!tab_ || at == numbers_.end()) return;
  const auto link = at->second;
  env_.tell([&] {
    return name() + " loses connection " + std::to_string(id) + ", code " + std::to_string(code);
  });
  numbers_.erase(at);
  links_.erase(link);
  happens(client::link_closed{link, code});
}

void visitor::wait_for_deadline() {
  const auto due = tab_->deadline();
  if (!due) return;
  const auto due_ms = std::max(due->ms, env_.time.now_ms());
  if (wakes_ms_ && *wakes_ms_ <= due_ms) return;
  wakes_ms_ = due_ms;
  env_.time.after(due_ms - env_.time.now_ms(), [this, due_ms, mine = generation_] {
    if (mine != generation_ || !tab_ || wakes_ms_ != due_ms) return;
    wakes_ms_.reset();
    const auto now_due = tab_->deadline();
    if (now_due && now_due->ms <= env_.time.now_ms())
      happens(client::deadline_passed{});
    else
      wait_for_deadline();
  });
}

// By mistake: the receipt leaves before the entry is taken, which happens a little later.
void visitor::confirm_early(connection_id id, const std::string& text) {
  constexpr std::int64_t later_ms = 40;
  const auto said = wire::decode_from_service(text, [](const auto&) { return std::nullopt; });
  const auto* const notice = said ? std::get_if<wire::notification>(&*said) : nullptr;
  if (const auto* const entry = notice ? std::get_if<wire::entry>(notice) : nullptr)
    net_.send_to_service(id,
                         wire::encode_notification(wire::received{{{entry->from, entry->seq}}}));
  env_.time.after(later_ms, [this, id, text, mine = generation_] {
    if (mine == generation_) take_text(id, text);
  });
}

}  // namespace parley::simulation
