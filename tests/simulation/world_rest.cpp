// What must hold when everything has come to rest: nobody waits in vain, nothing is left over, and
// the log says what the members have seen.
#include <map>
#include <set>

#include "chat-node/room/log_reader.hpp"
#include "tests/simulation/world.hpp"

namespace parley::simulation {

std::string world::why_not_at_rest(patience with) const {
  std::map<std::string, unsigned> seeking;
  for (const auto& each : visitors_) {
    const bool is_excused = with == patience::with_who_waits_for_nobody && waits_for_nobody(*each);
    if (is_excused) continue;
    if (auto why = trouble_of(*each); !why.empty()) return why;
    if (each->is_open() && each->state() == client::state::seeking &&
        ++seeking[each->kept().wanted->language] > 1)
      return "c" + std::to_string(each->number()) + " waits for a partner, and is not alone";
  }
  for (const auto& [name, truth] : witness_.rooms())
    if (auto why = trouble_of_log(name, truth); !why.empty()) return name + ": " + why;
  return {};
}

// Its partner has gone for good, or has left a room of which Redis has then lost that it is over:
// it waits as long as a room waits for whoever is away.
bool world::waits_for_nobody(const visitor& who) const {
  if (!who.is_open() || !who.is_in_room()) return false;
  const auto& truth = *witness_.find(who.kept().seat->room);
  if (truth.is_named) return false;
  return truth.has_lost_tab || (truth.has_ended && env_.has_rewound);
}

std::string world::trouble_of(const visitor& who) const {
  const auto name = "c" + std::to_string(who.number());
  if (!who.is_open()) return who.is_gone() ? "" : name + " is being reloaded";
  const auto state = who.state();
  if (who.kept().entering) return name + " has not got into its room";
  if (state == client::state::connecting || state == client::state::reconnecting)
    return name + " has not joined " + who.kept().seat->room;
  if (state != client::state::joined) return {};

  const auto& kept = who.kept();
  const auto& room = kept.seat->room;
  if (!kept.outgoing.empty())
    return name + " has " + std::to_string(kept.outgoing.size()) + " messages in its outbox";
  if (kept.seat->is_named) return trouble_among_members(who);
  const auto partner = witness_.find(room)->seat(kept.seat->partner).client;
  if (!partner) return name + " is alone in " + room;
  const auto& other = *visitors_.at(*partner);
  const bool is_there = other.is_in_room() && other.state() == client::state::joined &&
                        other.kept().seat->room == room;
  if (!is_there) return name + " is alone in " + room;
  if (other.kept().seat->node != kept.seat->node)
    return name + " sits in " + room + " at another node than its partner";
  const auto& applied = other.kept().incoming.vector();
  const auto mine = applied.find(kept.seat->seat);
  if ((mine == applied.end() ? 0 : mine->second) != kept.outgoing.last())
    return name + " has said more than its partner has applied";
  return {};
}

// Everybody else who is there sits at the same node; and where Redis has lost nothing, all have
// applied all that is said, and all that anybody ever had in the log. Who was away while Redis lost
// what the others had does not have it, and need not know before the next message.
std::string world::trouble_among_members(const visitor& who) const {
  constexpr std::uint64_t whole = 1'000;
  const auto name = "c" + std::to_string(who.number());
  const auto& own = *who.kept().seat;
  for (const auto& each : visitors_) {
    const bool is_there = each.get() != &who && each->is_in_room() &&
                          each->state() == client::state::joined &&
                          each->kept().seat->room == own.room;
    if (!is_there) continue;
    const auto other = "c" + std::to_string(each->number());
    if (each->kept().seat->node != own.node) return name + " sits at another node than " + other;
    const auto& applied = each->kept().incoming.vector();
    const auto mine = applied.find(own.seat);
    const auto has = mine == applied.end() ? 0 : mine->second;
    if (!env_.has_rewound && has != who.kept().outgoing.last())
      return name + " has said more than " + other + " has applied";
  }
  if (env_.has_rewound || env_.plan.trim < whole) return {};
  const auto& applied = who.kept().incoming.vector();
  for (const auto& [seat, truth] : witness_.find(own.room)->seats) {
    const auto at = applied.find(seat);
    if (seat != own.seat && (at == applied.end() ? 0 : at->second) != truth.logged)
      return name + " has not applied all that seat " + std::to_string(seat) + " has in the log";
  }
  return {};
}

// Only of rooms in which both still sit.
std::string world::trouble_of_log(const std::string& name, const witness::room_truth& truth) const {
  if (truth.is_named) return {};  // each reader was compared with what Redis was given
  for (const seat_number seat : {1U, 2U}) {
    const auto client = truth.seat(seat).client;
    if (!client || !visitors_.at(*client)->is_in_room()) return {};
    if (visitors_.at(*client)->kept().seat->room != name) return {};
  }
  const auto* const log = redis_.current().data().rooms.log_of(name, env_.now().wall);
  if (log == nullptr) return env_.has_rewound ? "" : "Redis has no log of it";
  room::log_reader reader;
  entry_id last;
  // Where it has been trimmed, a reader knows nothing before the first snapshot.
  bool is_whole = !log->entries().empty() && log->entries().front().id.n == 1;
  for (const auto& each : log->entries()) {
    if (each.id <= last) return "the log is out of order at " + to_string(each.id);
    last = each.id;
    const auto* const message = std::get_if<room::message_record>(&each.what);
    const bool counts = reader.read(each);
    is_whole = is_whole || std::holds_alternative<room::snapshot_record>(each.what);
    if (message == nullptr) continue;
    const auto& from = truth.seat(message->seat);
    const auto content =
        witness::content_of({.kind = message->kind, .body = message->body, .of = message->of});
    if (message->seq > from.said.size() || from.said[message->seq - 1] != content)
      return "the log has what nobody has said at " + to_string(each.id);
    if (env_.has_rewound) continue;
    if (!counts && is_whole) return "the log has a void message at " + to_string(each.id);
    if (from.ids[message->seq - 1] != each.id)
      return "the log has at " + to_string(each.id) + " what was shown as " +
             to_string(from.ids[message->seq - 1]);
  }
  for (const seat_number seat : {1U, 2U})
    if (reader.seat(seat).stored != truth.seat(seat).said.size())
      return "the log knows " + std::to_string(reader.seat(seat).stored) + " of " +
             std::to_string(truth.seat(seat).said.size()) + " messages of seat " +
             std::to_string(seat);
  return {};
}

// Memory and descriptors are back to base: no room without a member, no connection without a peer.
std::string world::trouble_of_services() const {
  std::map<std::string, std::set<std::string>> rooms;
  std::size_t held = 0;
  std::size_t seeking = 0;
  for (const auto& each : visitors_) {
    held += each->connections();
    if (!each->is_open()) continue;
    if (each->is_in_room()) rooms[each->kept().seat->node].insert(each->kept().seat->room);
    seeking += each->state() == client::state::seeking ? 1 : 0;
  }
  std::size_t open = 0;
  std::size_t waiting = 0;
  for (const auto& each : nodes_) {
    open += each->open_connections();
    if (each->rooms() != rooms[each->name()].size())
      return each->name() + " keeps " + std::to_string(each->rooms()) + " rooms of " +
             std::to_string(rooms[each->name()].size());
  }
  for (const auto& each : matchmakers_) {
    open += each->open_connections();
    waiting += each->waiting();
  }
  if (open != held)
    return "services hold " + std::to_string(open) + " connections, clients " +
           std::to_string(held);
  if (waiting != seeking)
    return std::to_string(waiting) + " tickets are held for " + std::to_string(seeking) + " users";
  return {};
}

}  // namespace parley::simulation
