// From accept to the last frame.
#include "chaos/striker/transport_strikes.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "chaos/striker/process_strikes.hpp"

namespace parley::striker {
namespace {

using injector::fault_kind;
using injector::phase;
using io::connect_fate;
using io::frame_fate;
using io::transport_direction;

bool covers(injector::direction towards, transport_direction direction) {
  if (towards == injector::direction::both) return true;
  return (towards == injector::direction::inbound) == (direction == transport_direction::inbound);
}

bool lasts(fault_kind kind) {
  return kind == fault_kind::freeze || kind == fault_kind::delay || kind == fault_kind::throttle ||
         kind == fault_kind::stall;
}

}  // namespace

bool transport_strikes::is_wanted() const {
  constexpr std::array phases = {phase::connect, phase::handshake, phase::open, phase::inbound,
                                 phase::outbound};
  return std::any_of(phases.begin(), phases.end(), [&](phase at) { return desk_.comes_to(at); });
}

void transport_strikes::release() {
  for (const auto& [id, all] : std::exchange(standing_, {})) {
    door_.shape(id, transport_direction::inbound, {});
    door_.shape(id, transport_direction::outbound, {});
  }
}

// ---- connecting --------------------------------------------------------------------------------

connect_fate transport_strikes::on_accepted(connection_id id) {
  return connect(id, phase::connect);
}

connect_fate transport_strikes::on_handshake(connection_id id) {
  return connect(id, phase::handshake);
}

connect_fate transport_strikes::connect(connection_id id, phase at) {
  if (!desk_.comes_to(at)) return connect_fate::go_on;
  const auto strike = desk_.ask({at, id, 0, {}});
  if (!strike || strike_process(desk_, *strike)) return connect_fate::go_on;
  const auto placed = add(id, *strike);  // until the connection has ended
  if (strike->kind == fault_kind::refuse) return connect_fate::refuse;
  if (strike->kind != fault_kind::stall) return connect_fate::reset;
  begin(id, placed);
  return connect_fate::go_on;
}

void transport_strikes::on_open(connection_id id) {
  if (!desk_.comes_to(phase::open)) return;
  const auto strike = desk_.ask({phase::open, id, 0, {}});
  if (strike && !strike_process(desk_, *strike)) open(id, *strike);
}

void transport_strikes::open(connection_id id, const injector::strike& strike) {
  const auto placed = add(id, strike);
  const auto after = injector::jittered(strike.how.after, strike);
  placed->frames_left = strike.how.after_messages;
  // With both, whichever comes first.
  if (placed->frames_left > 0 && after == milliseconds{0}) return;
  if (after == milliseconds{0}) return begin(id, placed);
  placed->timer = desk_.loop().after(after, [this, id, placed] { begin(id, placed); });
}

transport_strikes::standings::iterator transport_strikes::add(connection_id id,
                                                              const injector::strike& strike) {
  auto& all = standing_[id];
  all.push_back({.what = strike});
  return std::prev(all.end());
}

void transport_strikes::on_ended(connection_id id) {
  const auto at = standing_.find(id);
  if (at == standing_.end()) return;
  for (const auto& each : at->second)
    desk_.end(each.what);
  standing_.erase(at);
}

// ---- what stands -------------------------------------------------------------------------------

void transport_strikes::begin(connection_id id, standings::iterator which) {
  which->has_begun = true;
  which->frames_left = 0;
  which->timer.cancel();
  if (!lasts(which->what.kind)) return act(id, which->what);
  reshape(id);
  const auto time = which->what.how.lasts;
  if (time > milliseconds{0})
    which->timer = desk_.loop().after(time, [this, id, which] { heal(id, which); });
}

void transport_strikes::act(connection_id id, const injector::strike& strike) {
  if (strike.kind == fault_kind::hang_up) return door_.hang_up(id);
  if (strike.kind == fault_kind::close) return door_.close(id, strike.how.code, "fault");
  door_.abort(id);
}

void transport_strikes::heal(connection_id id, standings::iterator which) {
  desk_.end(which->what);
  auto& all = standing_.at(id);
  all.erase(which);
  reshape(id);
  if (all.empty()) standing_.erase(id);
}

void transport_strikes::reshape(connection_id id) {
  for (const auto direction : {transport_direction::inbound, transport_direction::outbound}) {
    io::link_shape shape;
    for (const auto& each : standing_.at(id)) {
      if (!each.has_begun || !covers(each.what.how.towards, direction)) continue;
      const auto rate = each.what.how.bytes_per_second;
      if (each.what.kind == fault_kind::freeze || each.what.kind == fault_kind::stall)
        shape.is_frozen = true;
      if (each.what.kind == fault_kind::throttle)
        shape.bytes_per_second =
            shape.bytes_per_second == 0 ? rate : std::min(rate, shape.bytes_per_second);
    }
    door_.shape(id, direction, shape);
  }
}

// ---- frames ------------------------------------------------------------------------------------

frame_fate transport_strikes::on_frame(connection_id id, transport_direction direction,
                                       std::uint64_t number) {
  if (!standing_.empty()) count_down(id);
  const auto at = direction == transport_direction::inbound ? phase::inbound : phase::outbound;
  frame_fate fate;
  const auto strike = desk_.ask_frame(at, id, number);
  if (strike && !strike_process(desk_, *strike)) fate = strike_frame(id, *strike);
  if (!standing_.empty()) delay_by_standing(id, direction, number, fate);
  return fate;
}

void transport_strikes::count_down(connection_id id) {
  const auto at = standing_.find(id);
  if (at == standing_.end()) return;
  for (auto each = at->second.begin(); each != at->second.end(); ++each)
    if (each->frames_left > 0 && --each->frames_left == 0) begin(id, each);
}

frame_fate transport_strikes::strike_frame(connection_id id, const injector::strike& strike) {
  frame_fate fate;
  const auto later =
      std::chrono::steady_clock::now() + injector::jittered(strike.how.delay, strike);
  switch (strike.kind) {
    case fault_kind::late:
      fate.due = later;
      desk_.end(strike);
      return fate;
    case fault_kind::doubled:
      fate.again = later;
      desk_.end(strike);
      return fate;
    case fault_kind::torn_frame:
      add(id, strike);
      fate.what = frame_fate::kind::tear;
      fate.part = strike.size;
      return fate;
    default:
      // What is frozen or slow begins with the frame behind this one.
      begin(id, add(id, strike));
      if (!lasts(strike.kind)) fate.what = frame_fate::kind::lose;
      return fate;
  }
}

void transport_strikes::delay_by_standing(connection_id id, transport_direction direction,
                                          std::uint64_t number, frame_fate& fate) {
  const auto at = standing_.find(id);
  if (at == standing_.end() || fate.what != frame_fate::kind::pass) return;
  const auto now = std::chrono::steady_clock::now();
  for (auto& each : at->second) {
    const auto& strike = each.what;
    const bool applies =
        strike.kind == fault_kind::delay && each.has_begun && covers(strike.how.towards, direction);
    if (!applies) continue;
    auto& last_due = each.last_due[direction == transport_direction::outbound ? 1 : 0];
    last_due = std::max(last_due, now + injector::jittered(strike.how.delay, strike, number));
    fate.due = std::max(fate.due.value_or(last_due), last_due);
  }
}

}  // namespace parley::striker
