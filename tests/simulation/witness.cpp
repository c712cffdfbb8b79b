// The guarantee, step by step.
#include "tests/simulation/witness.hpp"

#include <algorithm>
#include <utility>

#include "core/wire/state_names.hpp"

namespace parley::simulation {
namespace {

std::string message(const std::string& room, seat_number seat, seq_number seq) {
  return "message " + std::to_string(seq) + " of seat " + std::to_string(seat) + " in " + room;
}

}  // namespace

void witness::violated(std::string property, std::string words) {
  if (verdict_) return;
  env_.tell([&] { return "VIOLATED " + property + ": " + words; });
  verdict_ = {std::move(property), std::move(words)};
}

const witness::room_truth* witness::find(const std::string& room) const {
  const auto at = rooms_.find(room);
  return at == rooms_.end() ? nullptr : &at->second;
}

void witness::on_paired(unsigned client, const std::string& name, const wire::assigned& given) {
  const bool is_new = !rooms_.contains(given.room);
  if (is_new) ++env_.seen.rooms;
  if (given.seat < 1 || given.seat > 2 || given.partner.seat != 3 - given.seat)
    return violated("pairing_symmetric", name + " was given seat " + std::to_string(given.seat));
  auto& room = rooms_[given.room];
  auto& own = room.seat(given.seat);
  const auto& other = room.seat(given.partner.seat);
  if (own.client)
    return violated("pairing_exclusive", name + " was given a seat of " + given.room +
                                             " that was given to c" + std::to_string(*own.client));
  if (other.client == client)
    return violated("pairing_exclusive", name + " was paired with itself in " + given.room);
  own.client = client;
  if (other.client && !given.partner.name.starts_with("c" + std::to_string(*other.client) + "-"))
    return violated("pairing_symmetric", name + " was told of " + given.partner.name + " in " +
                                             given.room + ", where c" +
                                             std::to_string(*other.client) + " sits");
}

void witness::on_entered(unsigned client, const std::string& room, seat_number seat) {
  if (!rooms_.contains(room)) ++env_.seen.rooms;
  auto& its = rooms_[room];
  its.is_named = true;
  auto& own = its.seat(seat);
  if (own.client)
    return violated("pairing_exclusive",
                    "seat " + std::to_string(seat) + " of " + room + " was given twice");
  own.client = client;
}

// A wish, which is a session's attempt, gets one room. Only a Redis that has lost a pairing may
// pair again; what it says then is ignored by whoever has a room already.
void witness::on_assigned(const pairing::assignment& made) {
  const std::pair wish(made.session, made.attempt);
  const auto [known, is_new] = rooms_of_wishes_.try_emplace(wish, made.room);
  if (is_new || known->second == made.room || env_.has_rewound) return;
  violated("pairing_exclusive", "wish " + std::to_string(made.attempt) + " of session " +
                                    made.session + " was given " + known->second + " and " +
                                    made.room);
}

// All that a message says, whatever its kind.
std::string witness::content_of(const wire::entry& said) {
  return said.kind + " of " + std::to_string(said.of) + ": " + said.body;
}

void witness::on_accepted(const std::string& room, seat_number seat, seq_number seq,
                          std::string body) {
  auto& said = rooms_[room].seat(seat).said;
  if (seq != said.size() + 1)
    return violated("nothing_lost", "the outbox of seat " + std::to_string(seat) + " in " + room +
                                        " counts " + std::to_string(seq) + " after " +
                                        std::to_string(said.size()));
  said.push_back(std::move(body));
}

void witness::on_joined(const std::string& room, seat_number seat, connection_id on) {
  rooms_[room].seat(seat).joined = {on, env_.time.now_ms()};
}

void witness::on_applied(const std::string& room, seat_number own, const wire::entry& entry) {
  ++env_.seen.messages;
  const auto words = message(room, entry.from, entry.seq);
  const bool is_named = rooms_[room].is_named;
  if (entry.from == own || (!is_named && (entry.from < 1 || entry.from > 2)))
    return violated("nothing_invented", words + " was shown to seat " + std::to_string(own));
  auto& from = rooms_[room].seat(entry.from);
  if (entry.seq < 1 || entry.seq > from.said.size())
    return violated("nothing_invented", words + " was never sent");
  if (from.said[entry.seq - 1] != content_of(entry))
    return violated("nothing_invented", words + " came as '" + content_of(entry) + "'");
  if (is_named) return on_applied_named(rooms_[room], own, entry);
  if (entry.seq <= from.applied) return violated("nothing_doubled", words + " was shown again");
  if (entry.seq > from.applied + 1)
    return violated("in_order", words + " was shown after " + std::to_string(from.applied));
  if (entry.seq > from.logged)
    return violated("log_agrees", words + " was relayed before any log had it");
  if (!env_.has_rewound && !from.ids.empty() && entry.id <= from.ids.back())
    return violated("log_agrees", words + " came as " + to_string(entry.id) + " after " +
                                      to_string(from.ids.back()));
  from.applied = entry.seq;
  from.ids.push_back(entry.id);
}

// Each of the others once and in order, and all of them under one id: one order of the log.
void witness::on_applied_named(room_truth& room, seat_number own, const wire::entry& entry) {
  auto& from = room.seat(entry.from);
  auto& applied = from.applied_by[own];
  const auto words = "message " + std::to_string(entry.seq) + " of seat " +
                     std::to_string(entry.from) + " at seat " + std::to_string(own);
  if (entry.seq <= applied) return violated("nothing_doubled", words + " was shown again");
  if (entry.seq > applied + 1)
    return violated("in_order", words + " was shown after " + std::to_string(applied));
  if (entry.seq > from.logged)
    return violated("log_agrees", words + " was relayed before any log had it");
  applied = entry.seq;
  from.applied = std::max(from.applied, entry.seq);
  if (env_.has_rewound) return;
  if (from.ids.size() < entry.seq) from.ids.resize(entry.seq);
  auto& id = from.ids[entry.seq - 1];
  if (id != entry_id{} && id != entry.id)
    return violated("log_agrees",
                    words + " came as " + to_string(entry.id) + ", elsewhere as " + to_string(id));
  id = entry.id;
}

// In a named room who is away is not waited for: what Redis or the log's length then takes from
// such a member is not to be had.
void witness::on_gap(const std::string& room, seat_number own, seat_number from, seq_number count) {
  constexpr std::uint64_t whole = 1'000;
  if (rooms_[room].is_named) {
    rooms_[room].seat(from).applied_by[own] += count;
    if (env_.has_rewound || env_.plan.trim < whole) return;
  }
  violated("nothing_lost", std::to_string(count) + " messages of seat " + std::to_string(from) +
                               " in " + room + " were said not to be had");
}

void witness::on_shown_stored(const std::string& room, seat_number seat, seq_number seq) {
  const auto& from = rooms_[room].seat(seat);
  if (seq > std::max(from.logged, from.applied))
    violated("nothing_lost", message(room, seat, seq) + " has a tick, and no log has had it");
}

void witness::on_shown_delivered(const std::string& room, seat_number seat, seq_number seq) {
  const auto& its = rooms_[room];
  // Where nobody is present, nobody is waited for.
  if (its.is_named ? seq > its.seat(seat).logged : seq > its.seat(seat).applied)
    return violated("nothing_lost",
                    message(room, seat, seq) + " has two ticks and was not applied");
  if (!its.is_named) return;
  if (const auto other = passed_over(its, seat, seq))
    violated("nothing_lost", message(room, seat, seq) + " has two ticks, and seat " +
                                 std::to_string(*other) + ", which is there, has not applied it");
}

// Somebody who has been there since before the log had the message, on a living connection to the
// very node that the sender sits at, and has not applied it.
std::optional<seat_number> witness::passed_over(const room_truth& room, seat_number sender,
                                                seq_number seq) const {
  const auto& from = room.seat(sender);
  const auto node = from.joined ? net_.served_by(from.joined->on) : std::nullopt;
  if (!node) return std::nullopt;
  for (const auto& [seat, other] : room.seats) {
    if (seat == sender || other.has_left || !other.joined) continue;
    if (other.joined->since_ms >= from.logged_ms[seq - 1]) continue;
    if (net_.served_by(other.joined->on) != node) continue;
    const auto applied = from.applied_by.find(seat);
    if (applied == from.applied_by.end() || applied->second < seq) return seat;
  }
  return std::nullopt;
}

void witness::on_opened(const std::string& room, seat_number seat) {
  rooms_[room].seat(seat).has_opened = true;
}

void witness::on_goodbye(const std::string& room, seat_number seat) {
  rooms_[room].has_goodbye = true;
  rooms_[room].seat(seat).has_left = true;
}

void witness::on_tab_closed(const std::string& room) {
  rooms_[room].has_lost_tab = true;
}

// A room ends because somebody wants it, or has not come, or has gone for good.
void witness::on_ended(const std::string& room, seat_number seat, wire::room_end reason) {
  constexpr milliseconds beyond_any_fault{100'000};
  auto& its = rooms_[room];
  if (its.is_named) {
    if (!its.seat(seat).has_left)
      violated("comes_back", "seat " + std::to_string(seat) + " was put out of " + room);
    return;
  }
  const bool is_opened = its.seat(1).has_opened && its.seat(2).has_opened;
  const bool may_be_gone = its.has_lost_tab || env_.plan.node.grace < beyond_any_fault;
  const bool is_right = its.has_goodbye || may_be_gone || !is_opened;
  its.has_ended = true;
  if (!is_right)
    violated("comes_back", room + " was ended with " +
                               std::string(find_name(wire::room_end_names, reason)) +
                               ", and nobody had left");
}

void witness::on_failed(unsigned client) {
  violated("comes_back", "c" + std::to_string(client) + " was told for good not to go on");
}

void witness::on_entry_sent(connection_id to, const wire::entry& entry) {
  auto& last = relayed_[{to, entry.from}];
  if (last != 0 && entry.seq <= last)
    violated("nothing_doubled", "seq " + std::to_string(entry.seq) + " of seat " +
                                    std::to_string(entry.from) + " was relayed after " +
                                    std::to_string(last) + " on connection " + std::to_string(to));
  // In a named room a base that comes late, after Redis has lost something, leaves a hole: the
  // client comes anew.
  const bool may_be_hole = env_.plan.is_named && env_.has_rewound;
  if (last != 0 && entry.seq > last + 1 && !may_be_hole)
    violated("in_order", "seq " + std::to_string(entry.seq) + " of seat " +
                             std::to_string(entry.from) + " was relayed after " +
                             std::to_string(last) + " on connection " + std::to_string(to));
  last = std::max(last, entry.seq);
}

void witness::on_logged(const std::string& room, seat_number seat, seq_number seq) {
  auto& from = rooms_[room].seat(seat);
  if (!env_.has_rewound && seq <= from.logged)
    violated("log_agrees", message(room, seat, seq) + " is in the log twice");
  note_logged(from, seq);
}

void witness::on_perhaps_logged(const std::string& room, seat_number seat, seq_number seq) {
  note_logged(rooms_[room].seat(seat), seq);
}

void witness::note_logged(seat_truth& from, seq_number seq) {
  if (seq <= from.logged) return;
  from.logged = seq;
  from.logged_ms.resize(seq, env_.time.now_ms());
}

void witness::on_claimed(const std::string& room, std::uint64_t epoch) {
  auto& known = rooms_[room].epoch;
  if (!env_.has_rewound && epoch <= known)
    violated("log_agrees", room + " was claimed under epoch " + std::to_string(epoch) + " after " +
                               std::to_string(known));
  known = std::max(known, epoch);
}

}  // namespace parley::simulation
