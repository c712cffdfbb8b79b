// What members say to have applied and to have seen: never more than is stored, and never taken
// back.
#include <algorithm>
#include <utility>

#include "chat-node/room/room.hpp"

namespace parley::room {

void room::on_receipt(turn& t, member& who, const wire::version_vector& applied, bool at_join) {
  const auto before = at_join ? wire::version_vector{} : effective(who);
  for (const auto& [seat, seq] : applied) {
    if (members_.find(seat) == nullptr) continue;
    auto& known = who.applied[seat];
    known = std::max(known, seq);
  }
  const auto after = effective(who);
  if (is_named() && !at_join) {
    // Only who wrote it is told, and only of what is news: fifty members say this all the time.
    for (const auto& [seat, seq] : after)
      if (const auto at = before.find(seat); at == before.end() || at->second < seq)
        settle_delivery(t, seat);
    return;
  }
  if (!is_named() && after != before) tell_others(t, who.seat, wire::delivered{who.seat, after});
  tell_seen(t, who);
  forget_applied(t);
}

void room::on_seen(turn& t, member& who, const wire::version_vector& applied) {
  if (is_named()) return;  // in a room of many nobody is told who has looked
  for (const auto& [seat, seq] : applied) {
    if (members_.find(seat) == nullptr) continue;
    auto& known = who.seen[seat];
    known = std::max(known, seq);
  }
  tell_seen(t, who);
}

// When it has grown: by its own word, or because what it has seen counts now.
void room::tell_seen(turn& t, member& who) {
  if (is_named()) return;
  const auto counts = seen_by(who);
  auto told = who.seen_told;
  for (const auto& [seat, seq] : counts) {
    auto& known = told[seat];
    known = std::max(known, seq);
  }
  if (told == who.seen_told) return;
  who.seen_told = std::move(told);
  tell_others(t, who.seat, wire::seen_by{who.seat, counts});
}

// Nobody has seen what it has not applied.
wire::version_vector room::seen_by(const member& who) const {
  auto cut = effective(who);
  for (auto& [seat, seq] : cut) {
    const auto at = who.seen.find(seat);
    seq = at == who.seen.end() ? 0 : std::min(seq, at->second);
  }
  std::erase_if(cut, [](const auto& each) { return each.second == 0; });
  return cut;
}

// A receipt above what is stored counts up to that; the rest counts when the messages come (again).
wire::version_vector room::effective(const member& who) const {
  wire::version_vector cut;
  for (const auto& each : members_.all()) {
    const auto at = who.applied.find(each.seat);
    if (each.seat == who.seat || at == who.applied.end()) continue;
    const auto upto = std::min(at->second, stored(each.seat));
    if (upto > 0) cut[each.seat] = upto;
  }
  return cut;
}

seq_number room::delivered_of(seat_number seat) const {
  return std::min(stored(seat), members_.applied_by_others(seat));
}

void room::forget_applied(turn& t) {
  for (const auto& each : members_.all())
    settle_delivery(t, each.seat);
}

// What all who count have applied is forgotten; in a named room its sender is told here, in a pair
// by the receipt itself.
void room::settle_delivery(turn& t, seat_number seat) {
  const auto upto = delivered_of(seat);
  memory_.forget(seat, upto);
  auto* const who = is_named() ? members_.find(seat) : nullptr;
  if (who == nullptr || who->connection == 0 || upto <= who->delivered_told) return;
  who->delivered_told = upto;
  t.notify(who->connection, wire::delivered{0, {{seat, upto}}});
}

}  // namespace parley::room
