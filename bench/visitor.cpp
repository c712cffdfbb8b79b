// Performs what the client machine wants, and looks at the clock at each mark of a message.
#include "bench/visitor.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/random_bits.hpp"

namespace parley::bench {

namespace {

template <class... Handlers>
struct overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
overloaded(Handlers...) -> overloaded<Handlers...>;

client::random_fraction random_of(std::size_t number) {
  return [bits = std::make_shared<random_bits>(number)] { return bits->fraction(); };
}

}  // namespace

visitor::visitor(io::event_loop& loop, io::ws_client& sockets, const options& settings,
                 measurements& measured, std::size_t number, handlers tell)
    : loop_(loop),
      sockets_(sockets),
      settings_(settings),
      measured_(measured),
      number_(number),
      handlers_(std::move(tell)),
      client_(client::client_settings{}, random_of(number)) {}

void visitor::seek() {
  happens(client::wish{"en", {}, "Visitor " + std::to_string(number_)});
}

void visitor::say(const std::string& text, moment intended) {
  next_intended_ = intended;
  happens(client::say{text});
}

void visitor::tick() {
  const auto due = client_.deadline();
  if (due && *due <= loop_.now().steady) happens(client::deadline_passed{});
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

void visitor::happens(const client::event& what) {
  for (const client::action& action : client_.handle(what, loop_.now()))
    perform(action);
}

void visitor::perform(const client::action& what) {
  std::visit(
      overloaded{
          [&](const client::open_matchmaker& act) {
            const bool direct = settings_.gateway.port == 0;
            const std::size_t turn = number_ + act.link;
            open(act.link, "/match",
                 direct ? settings_.matchmakers[turn % settings_.matchmakers.size()]
                        : settings_.gateway);
          },
          [&](const client::open_node& act) {
            const auto node = settings_.nodes.find(act.node);
            if (settings_.gateway.port != 0) {
              open(act.link, "/node/" + act.node + "/ws", settings_.gateway);
            } else {
              open(act.link, "/ws", node == settings_.nodes.end() ? address{} : node->second);
            }
          },
          [&](const client::send_text& act) {
            const auto link = links_.find(act.link);
            if (link != links_.end())
              (void)sockets_.send(link->second, act.text);  // a failure closes it
          },
          [&](const client::drop_link& act) {
            const auto link = links_.extract(act.link);
            if (!link.empty()) sockets_.close(link.mapped());
          },
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

void visitor::open(client::link_number link, const std::string& path, const address& where) {
  io::ws_target target;
  target.host = where.host;
  target.port = where.port;
  target.path = path;
  io::ws_client_handlers on;
  on.on_open = [this, link] { happens(client::link_opened{link}); };
  on.on_message = [this, link](std::string_view text) {
    happens(client::link_text{link, std::string(text)});
  };
  on.on_close = [this, link](std::uint16_t code, std::string_view) {
    if (links_.erase(link) > 0) happens(client::link_closed{link, code});
  };
  on.on_fail = [this, link](const io::ws_failure&) {
    if (links_.erase(link) > 0) happens(client::link_closed{link, 0});
  };
  links_[link] = sockets_.connect(target, std::move(on));
}

}  // namespace parley::bench
