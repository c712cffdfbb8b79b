// The ways to the services, and the clock at each mark of a message.
#include "bench/visitor.hpp"

#include <algorithm>
#include <utility>

#include "chaos/client/overloaded.hpp"

namespace parley::bench {

namespace {

io::ws_target target(const address& where, const std::string& path) {
  io::ws_target door;
  door.host = where.host;
  door.port = where.port;
  door.path = path;
  return door;
}

live::routes routes_of(const options& settings, std::size_t number) {
  const bool direct = settings.gateway.port == 0;
  live::routes routes;
  routes.to_matchmaker = [&settings, direct, number](client::link_number link) {
    const auto& all = settings.matchmakers;
    return target(direct ? all[(number + link) % all.size()] : settings.gateway, "/match");
  };
  routes.to_node = [&settings, direct](const std::string& node) {
    if (!direct) return target(settings.gateway, "/node/" + node + "/ws");
    const auto known = settings.nodes.find(node);
    return target(known == settings.nodes.end() ? address{} : known->second, "/ws");
  };
  return routes;
}

}  // namespace

visitor::visitor(io::event_loop& loop, io::ws_client& sockets, live::alarms& alarms,
                 const options& settings, measurements& measured, std::size_t number, handlers tell)
    : measured_(measured),
      number_(number),
      handlers_(std::move(tell)),
      client_(loop, sockets, alarms, routes_of(settings, number), number,
              [this](const client::action& what) { show(what); }) {}

void visitor::seek() {
  client_.happens(client::wish{"en", {}, "Visitor " + std::to_string(number_)});
}

void visitor::say(const std::string& text, moment intended) {
  next_intended_ = intended;
  client_.happens(client::say{text});
}

moment visitor::intended(seq_number seq) const {
  if (seq <= delivered_ || seq > delivered_ + intended_.size()) return moment{};
  return intended_[static_cast<std::size_t>(seq - delivered_ - 1)];
}

void visitor::confirm_applied(seq_number seq) {
  const moment meant = intended(seq);
  if (measured_.on && meant != moment{}) {
    measured_.applied.add(std::chrono::steady_clock::now() - meant);
  }
}

void visitor::show(const client::action& what) {
  std::visit(
      client::overloaded{
          [&](const client::paired& act) {
            room_ = act.assignment.room;
            seat_ = act.assignment.seat;
          },
          [&](const client::show_state& act) {
            if (act.state == client::state::joined) handlers_.on_joined(*this);
            if (act.state == client::state::reconnecting) ++measured_.reconnects;
          },
          [&](const client::accepted&) { intended_.push_back(next_intended_); },
          [&](const client::refused&) { ++measured_.refused; },
          [&](const client::show_message& act) {
            heard_ = act.entry.seq;
            handlers_.on_message(*this);
          },
          [&](const client::show_stored& act) {
            for (; stored_ < act.seq; ++stored_) {
              const moment meant = intended(stored_ + 1);
              if (measured_.on && meant != moment{}) {
                measured_.stored.add(std::chrono::steady_clock::now() - meant);
              }
            }
          },
          [&](const client::show_delivered& act) {
            for (; delivered_ < act.seq; ++delivered_) {
              if (measured_.on)
                measured_.delivered.add(std::chrono::steady_clock::now() - intended_.front());
              intended_.pop_front();
            }
            stored_ = std::max(stored_, delivered_);
          },
          [&](const client::show_ended&) { handlers_.on_ended(*this); },
          [](const auto&) {},  // gaps: none are caused here
      },
      what);
}

}  // namespace parley::bench
