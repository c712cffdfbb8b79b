// The fold over a history: one small step for each event.
#include "chaos/checks/ledger.hpp"

#include <algorithm>
#include <utility>

namespace parley::checks {

const member* room_facts::of(bot_number bot) const {
  const auto found = by_bot.find(bot);
  return found == by_bot.end() ? nullptr : found->second;
}

const member* room_facts::at(seat_number seat) const {
  const auto found = seats.find(seat);
  return found == seats.end() ? nullptr : &found->second;
}

member* room_facts::of(bot_number bot) {
  return const_cast<member*>(std::as_const(*this).of(bot));
}

member* room_facts::at(seat_number seat) {
  return const_cast<member*>(std::as_const(*this).at(seat));
}

member* member_of(const occasion& at, bot_number bot) {
  return at.room == nullptr ? nullptr : at.room->of(bot);
}

const member* seated(const occasion& at, bot_number bot, seat_number seat) {
  const member* const who = member_of(at, bot);
  return who != nullptr && who->seat == seat ? who : nullptr;
}

const member* another(const occasion& at, bot_number bot, seat_number seat) {
  const member* const who = member_of(at, bot);
  return who == nullptr || who->seat == seat ? nullptr : at.room->at(seat);
}

const message* sent_to(const occasion& at, const applied& what) {
  const member* const sender = another(at, what.bot, what.from);
  return sender == nullptr ? nullptr : sender->sent.find(what.seq);
}

bool is_outside(const occasion& at, bot_number bot) {
  return at.room != nullptr && at.room->outsiders.contains(bot);
}

room_facts* ledger::find_room(std::string_view name) {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

void ledger::take(const occasion& at, const event& what) {
  std::visit([&](const auto& each) { on(at, each); }, what);
}

void ledger::on(const occasion&, const run& what) {
  header_ = what;
  bots_.resize(what.bots);
}

void ledger::on(const occasion& at, const phase& what) {
  auto& began = phases_[static_cast<std::size_t>(what.name)];
  if (!began) began = at.t;
}

void ledger::on(const occasion& at, const logged& what) {
  member* const sender = at.room == nullptr ? nullptr : at.room->at(what.from);
  message* const sent = sender == nullptr ? nullptr : sender->sent.find(what.seq);
  if (sent != nullptr) sent->is_logged = true;
}

void ledger::on(const occasion& at, const log_read& what) {
  if (at.room == nullptr) return;
  at.room->log_was_read = true;
  at.room->is_log_whole = what.first && what.first->n <= 1;
}

void ledger::on(const occasion& at, const seek& what) {
  bot_facts& bot = bots_[what.bot];
  bot.attempt = what.attempt;
  bot.pool = what.pool;
  bot.sought = at.line;
  bot.sought_t = at.t;
}

room_facts& ledger::room_at(const occasion& at, const std::string& name, bool is_named) {
  if (at.room != nullptr) return *at.room;
  room_facts& room = rooms_.emplace_back(room_facts{.name = name, .is_named = is_named});
  by_name_.emplace(room.name, &room);
  if (is_named) return room;
  for (const seat_number seat : {1U, 2U})
    room.seats[seat].seat = seat;
  return room;
}

void ledger::give(room_facts& room, member& seat, bot_number bot, line_number line) {
  seat.bot = bot;
  seat.given = line;
  room.by_bot[bot] = &seat;
}

void ledger::on(const occasion& at, const paired& what) {
  room_facts& room = room_at(at, what.room, false);
  bot_facts& bot = bots_[what.bot];
  bot.paired_attempt = what.attempt;
  bot.room = &room;
  bot.room_line = at.line;
  member* const seat = room.is_named ? nullptr : room.at(what.seat);
  const bool is_member = room.of(what.bot) != nullptr;
  if (seat == nullptr || seat->bot || is_member) {
    if (!is_member) room.outsiders.insert(what.bot);
    return;
  }
  give(room, *seat, what.bot, at.line);
  seat->partner = what.partner;
}

// Whoever comes again has a new seat: the visit before it is over.
void ledger::on(const occasion& at, const entered& what) {
  room_facts& room = room_at(at, what.room, true);
  bot_facts& bot = bots_[what.bot];
  bot.asked.reset();
  bot.room = &room;
  bot.room_line = at.line;
  member* const before = room.of(what.bot);
  if (room.is_named && before != nullptr) {
    if (!before->left) before->left = part(at);
    before->is_connected = false;
    room.by_bot.erase(what.bot);
  }
  if (!room.is_named || room.at(what.seat) != nullptr || room.outsiders.contains(what.bot)) {
    if (room.of(what.bot) == nullptr) room.outsiders.insert(what.bot);
    return;
  }
  member& seat = room.seats[what.seat];
  seat.seat = what.seat;
  give(room, seat, what.bot, at.line);
  bot.place = &seat;
}

void ledger::on(const occasion& at, const joined& what) {
  member* const who = member_of(at, what.bot);
  if (who == nullptr) return;
  if (who->joined == 0) who->joined = at.line;
  who->joined_last = at.line;
  who->is_connected = true;
}

void ledger::disconnect(bot_number bot) {
  if (member* const who = bots_[bot].place) who->is_connected = false;
}

void ledger::on(const occasion& at, const send& what) {
  member* const who = member_of(at, what.bot);
  if (who == nullptr || who->seat != what.seat) return;
  if (who->sent.find(what.seq) != nullptr) return;
  message sent;
  sent.seq = what.seq;
  sent.sent_t = at.t;
  sent.sent = at.line;
  sent.sum = what.sum;
  who->sent.add(sent);
}

void ledger::on(const occasion& at, const stored& what) {
  if (member* const who = member_of(at, what.bot)) who->stored = std::max(who->stored, what.seq);
}

void ledger::on(const occasion& at, const delivered& what) {
  member* const who = member_of(at, what.bot);
  if (who != nullptr) who->delivered = std::max(who->delivered, what.seq);
}

void ledger::on(const occasion& at, const applied& what) {
  member* const who = member_of(at, what.bot);
  if (who == nullptr || who->seat == what.from) return;
  member* const sender = at.room->at(what.from);
  message* const sent = sender == nullptr ? nullptr : sender->sent.find(what.seq);
  if (sent == nullptr) return;
  hearing& of = who->hears[what.from];
  if (!of.applied.emplace(what.seq, at.line).second) return;
  if (sent->applied == 0) {
    sent->applied = at.line;
    sent->id = what.id;
  }
  sender->shown = std::max(sender->shown, what.seq);
  who->newest = std::max(who->newest, what.id);
  of.heard = std::max(of.heard, what.seq);
}

void ledger::on(const occasion& at, const gap& what) {
  member* const who = member_of(at, what.bot);
  const member* const sender = another(at, what.bot, what.from);
  if (sender == nullptr) return;
  hearing& of = who->hears[what.from];
  for (const message& each : sender->sent.all()) {
    if (each.seq > of.heard && each.seq - of.heard <= what.count) of.given_up.insert(each.seq);
  }
  of.heard += what.count;
}

void ledger::on(const occasion& at, const ended& what) {
  member* const who = member_of(at, what.bot);
  if (who == nullptr) return;
  who->is_connected = false;
  bot_facts& bot = bots_[what.bot];
  if (bot.room == at.room) bot.room = nullptr;
  if (!is_resting()) at.room->ended_early = true;
  if (who->ended) return;
  who->ended = part(at);
  who->ended->reason = what.reason;
}

void ledger::on(const occasion& at, const leave& what) {
  member* const who = member_of(at, what.bot);
  if (who == nullptr) return;
  who->is_connected = false;
  bot_facts& bot = bots_[what.bot];
  if (bot.room == at.room) bot.room = nullptr;
  if (!who->left) who->left = part(at);
  if (is_resting()) return;
  at.room->ended_early = true;
  if (!at.room->goodbye) at.room->goodbye = who->left;
}

void ledger::on(const occasion& at, const reload& what) {
  bots_[what.bot].gave_up_waiting = at.t;
  disconnect(what.bot);
}

void ledger::on(const occasion& at, const closed& what) {
  disconnect(what.bot);
  bot_facts& bot = bots_[what.bot];
  if (!bot.closed) bot.closed = part(at);
}

void ledger::on(const occasion& at, const rest& what) {
  bot_facts& bot = bots_[what.bot];
  bot.at_rest = what;
  bot.rest_line = at.line;
  bot.rest_t = at.t;
}

}  // namespace parley::checks
