// Whatever a visitor's machine shows makes the couple look at itself anew, a moment later.
#include "chaos/probe/couple.hpp"

#include <utility>

#include "chaos/client/overloaded.hpp"

namespace parley::probe {

namespace {

constexpr milliseconds time_to_go_home{2'000};

live::routes routes_of(const surroundings& around) {
  const auto target = [host = around.host, port = around.port](const std::string& path) {
    io::ws_target made;
    made.host = host;
    made.port = port;
    made.path = path;
    return made;
  };
  return {[target](client::link_number) { return target("/match"); },
          [target](const std::string& node) { return target("/node/" + node + "/ws"); }};
}

}  // namespace

couple::couple(const surroundings& around, std::uint64_t seed) : around_(around) {
  for (std::size_t i = 0; i < visitors_.size(); ++i) {
    visitors_[i].client.emplace(around_.loop, around_.sockets, around_.alarms, routes_of(around_),
                                seed * 2 + i,
                                [this, i](const client::action& what) { show(i, what); });
  }
}

bool couple::is_at_rest(std::size_t who) const {
  using client::state;
  const auto now = visitors_[who].client->current();
  return now == state::idle || now == state::ended || now == state::failed;
}

bool couple::is_joined(std::size_t who) const {
  return visitors_[who].client->current() == client::state::joined;
}

void couple::carry(std::string body, std::string password,
                   std::function<void(std::string)> came_back) {
  // Nobody is given a partner of lately again while others wait: so they are strangers each time.
  for (visitor& each : visitors_)
    each.client->open_new_tab();
  patience_.cancel();
  errand_ = errand{std::move(body), std::move(password), std::move(came_back)};
  look_soon();
}

void couple::give_up() {
  errand_.reset();
  go_home();
}

// A goodbye waits for as long as nobody takes it: no node, no Redis.
void couple::go_home() {
  patience_ = around_.loop.after(time_to_go_home, [this] { begin_anew(); });
  look_soon();
}

// As two tabs that are closed. Their room and their wishes end as those of any who have gone.
void couple::begin_anew() {
  for (std::size_t i = 0; i < visitors_.size(); ++i)
    if (!is_at_rest(i)) visitors_[i].client->open_new_tab();
}

void couple::go_away() {
  patience_.cancel();
  errand_.reset();
  for (visitor& each : visitors_)
    each.client->go_away();
}

std::string couple::waits_for() const {
  const auto& kept = visitors_[0].client->kept();
  if (is_joined(0) && is_joined(1)) return "an answer through " + kept.seat->node;
  if (kept.seat) return "a place at " + kept.seat->node;
  if (kept.session.empty()) return "a matchmaker";
  return "a chat-node that takes rooms";
}

void couple::show(std::size_t who, const client::action& what) {
  std::visit(client::overloaded{
                 [&](const client::paired& act) { visitors_[who].room = act.assignment.room; },
                 [&](const client::show_message& act) { on_message(who, act.entry); },
                 [](const auto&) {},
             },
             what);
  look_soon();
}

// The second visitor says again what it hears; the first one has then heard it come back.
void couple::on_message(std::size_t who, const wire::entry& entry) {
  if (!errand_ || entry.body != errand_->body) return;
  around_.loop.post([this, who] {
    if (!errand_) return;
    if (who == 1) return visitors_[1].client->happens(client::say{errand_->body});
    const auto done = *std::exchange(errand_, std::nullopt);
    const auto& seat = visitors_[0].client->kept().seat;
    done.came_back(seat ? seat->node : std::string{});
    go_home();
  });
}

// Not from within what a machine shows.
void couple::look_soon() {
  if (std::exchange(is_looking_, true)) return;
  around_.loop.post([this] {
    is_looking_ = false;
    look();
  });
}

void couple::look() {
  if (errand_) return bring_together();
  for (visitor& each : visitors_)
    send_home(each);
}

void couple::bring_together() {
  for (std::size_t i = 0; i < visitors_.size(); ++i) {
    if (!is_at_rest(i)) continue;
    errand_->is_said = false;
    visitors_[i].client->happens(client::wish{around_.pool_key, {errand_->password}, "probe"});
  }
  if (errand_->is_said || !is_joined(0) || !is_joined(1)) return;
  if (visitors_[0].room == visitors_[1].room) {
    errand_->is_said = true;
    visitors_[0].client->happens(client::say{errand_->body});
    return;
  }
  // Somebody else's partner: a stranger in this pool, or another probe. Anew.
  for (visitor& each : visitors_)
    send_home(each);
}

void couple::send_home(visitor& one) {
  if (one.client->kept().seat) {
    if (!one.client->kept().leaving) one.client->happens(client::say_goodbye{});
  } else if (one.client->kept().wanted) {
    one.client->happens(client::wish_no_more{});
  }
}

}  // namespace parley::probe
