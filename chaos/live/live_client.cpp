// Sockets for links; an alarm for the deadline.
#include "chaos/live/live_client.hpp"

#include <utility>

#include "chaos/client/overloaded.hpp"
#include "core/base/random_bits.hpp"

namespace parley::live {

namespace {

constexpr std::uint16_t tab_is_gone = 1001;

}  // namespace

live_client::live_client(io::event_loop& loop, io::ws_client& sockets, alarms& alarms,
                         routes routes, std::uint64_t seed, shown show)
    : loop_(loop),
      sockets_(sockets),
      alarms_(alarms),
      routes_(std::move(routes)),
      show_(std::move(show)),
      random_([bits = std::make_shared<random_bits>(seed)] { return bits->fraction(); }) {
  machine_.emplace(client::client_settings{}, random_);
}

void live_client::happens(const client::event& what) {
  if (is_gone_) return;
  for (const client::action& action : machine_->handle(what, loop_.now()))
    perform(action);
  set_alarm();
}

void live_client::reload() {
  close_tab();
  client::memory kept = machine_->kept();
  machine_.emplace(client::client_settings{}, random_, std::move(kept));
  set_alarm();
}

void live_client::open_new_tab() {
  close_tab();
  machine_.emplace(client::client_settings{}, random_);
  set_alarm();
}

void live_client::close_tab() {
  for (const auto& [link, id] : std::exchange(links_, {}))
    sockets_.close(id, tab_is_gone);
  ++life_;
}

void live_client::cut() {
  for (const auto& [link, id] : links_)
    sockets_.abort(id);
}

void live_client::go_away() {
  is_gone_ = true;
  ++life_;
  cut();
}

void live_client::stop_reading() {
  is_reading_ = false;
  for (const auto& [link, id] : links_)
    sockets_.stop_reading(id);
}

void live_client::read_again() {
  is_reading_ = true;
  for (const auto& [link, id] : links_)
    sockets_.read_again(id);
}

void live_client::wake(steady_time due) {
  if (alarm_ != due) return;  // an earlier one has been set since
  alarm_.reset();
  const auto deadline = machine_->deadline();
  if (deadline && *deadline <= loop_.now().steady) return happens(client::deadline_passed{});
  set_alarm();
}

// A deadline that has moved away is noticed when the alarm rings; only a nearer one needs a new
// alarm.
void live_client::set_alarm() {
  const auto deadline = machine_->deadline();
  if (!deadline || (alarm_ && *alarm_ <= *deadline)) return;
  alarm_ = deadline;
  alarms_.set(*this, *deadline);
}

void live_client::perform(const client::action& what) {
  std::visit(client::overloaded{
                 [&](const client::open_matchmaker& act) {
                   open(act.link, routes_.to_matchmaker(act.link));
                 },
                 [&](const client::open_node& act) { open(act.link, routes_.to_node(act.node)); },
                 [&](const client::send_text& act) {
                   const auto link = links_.find(act.link);
                   if (link != links_.end())
                     (void)sockets_.send(link->second, act.text);  // a failure closes it
                 },
                 [&](const client::drop_link& act) {
                   const auto link = links_.extract(act.link);
                   if (!link.empty()) sockets_.close(link.mapped());
                 },
                 [&](const auto& other) { show_(other); },
             },
             what);
}

void live_client::open(client::link_number link, const io::ws_target& target) {
  io::ws_client_handlers on;
  const std::uint64_t life = life_;
  on.on_open = [this, life, link] {
    if (life == life_) happens(client::link_opened{link});
  };
  on.on_message = [this, life, link](std::string_view text) {
    if (life == life_) happens(client::link_text{link, std::string(text)});
  };
  on.on_close = [this, life, link](std::uint16_t code, std::string_view) {
    if (life == life_) closed(link, code);
  };
  on.on_fail = [this, life, link](const io::ws_failure&) {
    if (life == life_) closed(link, 0);
  };
  ++opened_;
  const connection_id id = sockets_.connect(target, std::move(on));
  links_[link] = newest_ = id;
  if (!is_reading_) sockets_.stop_reading(id);
}

connection_id live_client::number_at_service() const {
  return sockets_.number_at_service(newest_);
}

void live_client::closed(client::link_number link, std::uint16_t code) {
  if (links_.erase(link) == 0) return;
  last_code_ = code;
  happens(client::link_closed{link, code});
  last_code_ = 0;
}

}  // namespace parley::live
