// Messages by seat; log order over all seats is restored from their ids when it is asked for.
#include "chat-node/room/message_memory.hpp"

#include <algorithm>
#include <utility>

namespace parley::room {

wire::entry to_entry(const stored_message& message) {
  return {message.id, message.seat, message.seq,  message.kind,  message.body,
          message.at, message.of,   message.file, message.clock, message.ref};
}

std::vector<message_ptr> in_log_order(std::vector<message_ptr> messages) {
  std::ranges::sort(messages, {}, [](const message_ptr& m) { return std::pair(m->seat, m->seq); });
  std::map<seat_number, entry_id> highest;
  std::vector<std::pair<entry_id, message_ptr>> placed;
  for (auto& each : messages) {
    auto& id = highest[each->seat];
    id = std::max(id, each->id);
    placed.emplace_back(id, std::move(each));
  }
  std::ranges::stable_sort(placed, {}, &std::pair<entry_id, message_ptr>::first);
  std::ranges::transform(placed, messages.begin(),
                         [](auto& each) { return std::move(each.second); });
  return messages;
}

void message_memory::keep(message_ptr message) {
  auto& kept = seats_[message->seat];
  if (!kept.empty() && message->seq >= kept.front()->seq && message->seq <= kept.back()->seq) {
    const auto at = message->seq - kept.front()->seq;
    kept[static_cast<std::size_t>(at)] = std::move(message);
    return;
  }
  if (!kept.empty() && message->seq != kept.back()->seq + 1) kept.clear();
  kept.push_back(std::move(message));
}

void message_memory::forget(seat_number seat, seq_number seq) {
  const auto at = seats_.find(seat);
  if (at == seats_.end()) return;
  auto& kept = at->second;
  while (!kept.empty() && kept.front()->seq <= seq)
    kept.pop_front();
}

message_ptr message_memory::find(seat_number seat, seq_number seq) const {
  const auto at = seats_.find(seat);
  if (at == seats_.end() || at->second.empty()) return nullptr;
  const auto& kept = at->second;
  if (seq < kept.front()->seq || seq > kept.back()->seq) return nullptr;
  return kept[static_cast<std::size_t>(seq - kept.front()->seq)];
}

seq_number message_memory::first(seat_number seat, seq_number stored) const {
  const auto at = seats_.find(seat);
  return at == seats_.end() || at->second.empty() ? stored + 1 : at->second.front()->seq;
}

std::vector<message_ptr> message_memory::above(const wire::version_vector& applied,
                                               seat_number except) const {
  std::vector<message_ptr> found;
  for (const auto& [seat, kept] : seats_) {
    if (seat == except) continue;
    const auto mark = applied.find(seat);
    const auto upto = mark == applied.end() ? 0 : mark->second;
    const auto begin =
        std::ranges::upper_bound(kept, upto, {}, [](const message_ptr& m) { return m->seq; });
    found.insert(found.end(), begin, kept.end());
  }
  return in_log_order(std::move(found));
}

std::size_t message_memory::size(seat_number seat) const {
  const auto at = seats_.find(seat);
  return at == seats_.end() ? 0 : at->second.size();
}

std::size_t message_memory::size() const {
  std::size_t all = 0;
  for (const auto& [seat, kept] : seats_)
    all += kept.size();
  return all;
}

}  // namespace parley::room
