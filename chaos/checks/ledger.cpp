// The fold over a history: one small step for each event.
#include "chaos/checks/ledger.hpp"

#include <algorithm>

namespace parley::checks {

member* room_facts::of(bot_number bot) {
  for (member& each : seats) {
    if (each.bot == bot) return &each;
  }
  return nullptr;
}

bool room_facts::is_outsider(bot_number bot) const {
  return std::ranges::find(outsiders, bot) != outsiders.end();
}

member* member_of(const occasion& at, bot_number bot) {
  return at.room == nullptr ? nullptr : at.room->of(bot);
}

const member* seated(const occasion& at, bot_number bot, seat_number seat) {
  const member* const who = member_of(at, bot);
  return who != nullptr && at.room->seat_of(*who) == seat ? who : nullptr;
}

const message* sent_to(const occasion& at, const applied& what) {
  const member* const who = member_of(at, what.bot);
  if (who == nullptr || what.from > 2 || at.room->seat_of(*who) == what.from) return nullptr;
  return at.room->other(*who).sent.find(what.seq);
}

bool is_outside(const occasion& at, bot_number bot) {
  return at.room != nullptr && at.room->is_outsider(bot);
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

void ledger::on(const occasion& at, const log_read&) {
  if (at.room != nullptr) at.room->log_was_read = true;
}

void ledger::on(const occasion& at, const seek& what) {
  bot_facts& bot = bots_[what.bot];
  bot.attempt = what.attempt;
  bot.pool = what.pool;
  bot.sought = at.line;
  bot.sought_t = at.t;
}

void ledger::on(const occasion& at, const paired& what) {
  room_facts* room = at.room;
  if (room == nullptr) {
    room = &rooms_.emplace_back(room_facts{.name = what.room});
    by_name_.emplace(room->name, room);
  }
  bot_facts& bot = bots_[what.bot];
  bot.paired_attempt = what.attempt;
  bot.room = room;
  bot.room_line = at.line;
  member* const seat = what.seat <= 2 ? &room->seats[what.seat - 1] : nullptr;
  if (seat == nullptr || seat->bot || room->of(what.bot) != nullptr) {
    if (room->of(what.bot) == nullptr) room->outsiders.push_back(what.bot);
    return;
  }
  seat->bot = what.bot;
  seat->paired = at.line;
  seat->partner = what.partner;
}

void ledger::on(const occasion& at, const joined& what) {
  if (member* const who = member_of(at, what.bot)) who->has_joined = true;
}

void ledger::on(const occasion& at, const send& what) {
  member* const who = member_of(at, what.bot);
  if (who == nullptr || at.room->seat_of(*who) != what.seat) return;
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
  if (who == nullptr || what.from > 2 || at.room->seat_of(*who) == what.from) return;
  message* const sent = at.room->other(*who).sent.find(what.seq);
  if (sent == nullptr || sent->applied != 0) return;
  sent->applied = at.line;
  sent->id = what.id;
  who->newest = std::max(who->newest, what.id);
  who->applied = std::max(who->applied, what.seq);
  who->heard = std::max(who->heard, what.seq);
}

void ledger::on(const occasion& at, const gap& what) {
  member* const who = member_of(at, what.bot);
  if (who == nullptr || what.from > 2 || at.room->seat_of(*who) == what.from) return;
  for (message& each : at.room->other(*who).sent.all()) {
    if (each.seq > who->heard && each.seq - who->heard <= what.count) each.given_up = at.line;
  }
  who->heard += what.count;
}

void ledger::on(const occasion& at, const ended& what) {
  member* const who = member_of(at, what.bot);
  if (who == nullptr) return;
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
  bot_facts& bot = bots_[what.bot];
  if (bot.room == at.room) bot.room = nullptr;
  if (!who->left) who->left = part(at);
  if (is_resting()) return;
  at.room->ended_early = true;
  if (!at.room->goodbye) at.room->goodbye = who->left;
}

void ledger::on(const occasion& at, const closed& what) {
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
