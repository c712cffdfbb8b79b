// What concerns all rooms of a node: the link to Redis, the passing of time, and the drain.
#include <algorithm>
#include <utility>

#include "chat-node/room/chat_node.hpp"

namespace parley::room {

using wire::close_code;

void chat_node::on(turn& t, const link_ready& ready) {
  linked_.add(ready.slots);
  for (const auto& [name, its] : rooms_)
    if (its->is_unsure() && ready.slots.contains_tag(name)) to_verify_.push_back(name);
  // In an order that does not depend on the hash function.
  std::ranges::sort(to_verify_);
  verify_more(t);
}

void chat_node::on(turn& t, const link_lost& lost) {
  linked_.remove(lost.slots);
  if (lost.has_registry) nodes_.forget();
  const auto is_lost = [&lost](const std::string& name) { return lost.slots.contains_tag(name); };
  std::erase_if(to_verify_, is_lost);
  std::erase_if(verifying_, is_lost);
  for (auto& [name, its] : rooms_)
    if (is_lost(name)) its->on_link_lost(t);
  std::erase_if(rooms_, [](const auto& each) { return each.second->is_over(); });
  // Those that wait for another link have had to wait for these.
  verify_more(t);
}

void chat_node::verify_more(turn& t) {
  while (!to_verify_.empty() && verifying_.size() < settings_.verifications) {
    const auto name = std::move(to_verify_.front());
    to_verify_.pop_front();
    auto* const its = find_room(name);
    if (its == nullptr || !its->is_unsure()) continue;
    verifying_.insert(name);
    its->verify(t);
  }
}

void chat_node::on(turn& t, const tick&) {
  for (auto& [id, open] : connections_) {
    if (open.at == connection::phase::fresh &&
        t.now.steady - open.opened >= settings_.join_deadline)
      t.close(id, close_code::join_deadline);
  }
  for (auto& [name, its] : rooms_)
    its->on_tick(t);
  move_due(t);
  std::erase_if(rooms_, [](const auto& each) { return each.second->is_over(); });
  if (is_finished_ || !drain_.is_over(t.now.steady, rooms_.size())) return;
  is_finished_ = true;
  for (auto& [id, open] : connections_)
    t.close(id, close_code::going_away);
  t.finish();
}

void chat_node::on(turn& t, const drain_asked&) {
  if (is_draining()) return;
  drain_.begin(t.now.steady);
  t.log(severity::info, "draining", {{"rooms", std::to_string(rooms_.size())}});
  t.announce();
  for (const auto& [name, its] : rooms_)
    moves_.emplace_back(drain_.move_time(fraction()) + settings_.drain_pause, name);
  std::ranges::sort(moves_);
}

void chat_node::move_due(turn& t) {
  std::deque<std::pair<steady_time, std::string>> later;
  while (!moves_.empty() && moves_.front().first <= t.now.steady) {
    auto due = std::move(moves_.front());
    moves_.pop_front();
    auto* const its = find_room(due.second);
    if (its == nullptr || its->is_moving()) continue;
    auto target = nodes_.choose(settings_.id, fraction(), fraction());
    // While nobody else is alive, or the room is not sure of itself, it stays: until the deadline.
    if (target && its->is_serving())
      its->move_to(t, std::move(*target));
    else
      later.push_back(std::move(due));
  }
  moves_.insert(moves_.begin(), std::make_move_iterator(later.begin()),
                std::make_move_iterator(later.end()));
}

// SplitMix64, from the seed of the settings: the same seed, the same decisions.
double chat_node::fraction() {
  random_ += 0x9e3779b97f4a7c15U;
  auto mixed = random_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
  mixed ^= mixed >> 31U;
  return static_cast<double>(mixed >> 11U) * 0x1.0p-53;
}

}  // namespace parley::room
