// What the end-to-end layer hides from the users shows in the log: its final reading is held
// against what was sent and seen.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

// A seat's entries in one room's reading.
struct seat_reading {
  seq_number first = 0;
  seq_number last = 0;
  line_number last_line = 0;
  std::unordered_map<seq_number, line_number> seen{};
};

struct room_reading {
  std::uint64_t entries = 0;
  entry_id newest{};
  line_number newest_line = 0;
  std::map<seat_number, seat_reading> seats{};
};

class log_agrees : public property {
 public:
  log_agrees() : property("log_agrees", "entry") {}

  void look(const ledger& known, const occasion& at, const event& what) override {
    if (const auto* each = std::get_if<logged>(&what)) on(known, at, *each);
    if (const auto* each = std::get_if<log_read>(&what)) on(known, at, *each);
  }

 private:
  void on(const ledger& known, const occasion& at, const logged& what) {
    saw();
    room_reading& log = open_[what.room];
    ++log.entries;
    ids_grow(log, at, what);
    if (!was_sent(at, what)) return;
    if (!known.expect().redis_may_rewind) is_next(log, at, what);
  }

  void ids_grow(room_reading& log, const occasion& at, const logged& what) {
    const bool grows = what.id.epoch >= log.newest.epoch && what.id.n > log.newest.n;
    if (!grows && log.newest_line != 0) {
      violated("the log of room " + what.room + " has entry " + to_string(what.id) + " after " +
                   to_string(log.newest),
               {log.newest_line, at.line});
    }
    log.newest = what.id;
    log.newest_line = at.line;
  }

  bool was_sent(const occasion& at, const logged& what) {
    const std::string told = "the log holds " + message_words(what.room, what.from, what.seq);
    const member* const sender = at.room == nullptr ? nullptr : at.room->at(what.from);
    const message* const sent = sender == nullptr ? nullptr : sender->sent.find(what.seq);
    if (sent == nullptr) {
      violated(told + ", which nobody sent", {at.line});
      return false;
    }
    if (sent->sum != what.sum) {
      violated(told + " with sum " + sum_words(what.sum) + ", and it was sent with " +
                   sum_words(sent->sum),
               {sent->sent, at.line});
    }
    return true;
  }

  // Without a rewind of Redis: each once, one after the other, where everybody saw it.
  void is_next(room_reading& log, const occasion& at, const logged& what) {
    const std::string told = "the log holds " + message_words(what.room, what.from, what.seq);
    seat_reading& seat = log.seats[what.from];
    const auto [before, is_new] = seat.seen.try_emplace(what.seq, at.line);
    if (!is_new) return violated(told + " twice", {before->second, at.line});
    if (seat.first != 0 && what.seq != seat.last + 1) {
      violated(told + " after " + std::to_string(seat.last), {seat.last_line, at.line});
    }
    if (seat.first == 0) seat.first = what.seq;
    seat.last = what.seq;
    seat.last_line = at.line;
    const message& sent = *at.room->at(what.from)->sent.find(what.seq);
    if (sent.applied == 0 || sent.id == what.id) return;
    violated(
        told + " as entry " + to_string(what.id) + ", and it was applied as " + to_string(sent.id),
        {sent.applied, at.line});
  }

  void on(const ledger& known, const occasion& at, const log_read& what) {
    const auto reading = open_.extract(what.room);
    room_reading log = reading.empty() ? room_reading{} : std::move(reading.mapped());
    if (log.entries != what.entries) ++miscounted_;
    if (at.room == nullptr || log.entries != what.entries || known.expect().redis_may_rewind)
      return;
    const bool is_trimmed = what.first && what.first->n > 1;
    for (const auto& [number, sender] : at.room->seats)
      nothing_is_missing(at, sender, log.seats[number], is_trimmed);
  }

  void nothing_is_missing(const occasion& at, const member& sender, const seat_reading& seat,
                          bool is_trimmed) {
    const seq_number seen = std::max({sender.stored, sender.delivered, sender.shown});
    const std::string whose = "seat " + std::to_string(sender.seat) + " in room " + at.room->name;
    if (seat.first == 0) {
      if (seen == 0 || is_trimmed) return;
      return violated("the log holds nothing of " + whose + ", and message " +
                          std::to_string(seen) + " was seen",
                      {at.line});
    }
    if (seat.first != 1 && !is_trimmed) {
      violated("the log of " + whose + " begins with message " + std::to_string(seat.first) +
                   ", and was never trimmed",
               {at.line});
    }
    if (seat.last < seen) {
      violated("the log of " + whose + " ends with message " + std::to_string(seat.last) +
                   ", and " + std::to_string(seen) + " was seen",
               {seat.last_line, at.line});
    }
  }

  void conclude(const ledger& known, bool is_complete) override {
    if (saw_nothing()) unknown("no log was read");
    if (miscounted_ > 0)
      unknown(count_words(miscounted_, "reading") + " of a log counted other than its lines");
    std::uint64_t unread = 0;
    for (const room_facts& room : known.rooms()) {
      if (was_used(room) && is_open(room) && !room.log_was_read) ++unread;
    }
    if (is_complete && unread > 0) unknown(count_words(unread, "log") + " of open rooms not read");
  }

  static bool was_used(const room_facts& room) {
    return std::ranges::any_of(room.seats,
                               [](const auto& each) { return each.second.sent.last() > 0; });
  }

  // A goodbye ends a pair's room; a named one is open while somebody is in it.
  static bool is_open(const room_facts& room) {
    if (!room.is_named) return !room.ended_early;
    return std::ranges::any_of(
        room.seats, [](const auto& each) { return !each.second.left && !each.second.ended; });
  }

  std::uint64_t miscounted_ = 0;
  std::unordered_map<std::string, room_reading> open_;
};

}  // namespace

std::unique_ptr<property> make_log_agrees() {
  return std::make_unique<log_agrees>();
}

}  // namespace parley::checks
