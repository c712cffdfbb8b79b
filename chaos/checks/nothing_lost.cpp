// What a sender sees as sent reaches the other member, in the end.
#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

class nothing_lost : public property {
 public:
  nothing_lost() : property("nothing_lost", "message") {}

  void look(const ledger& known, const occasion& at, const event& what) override {
    if (const auto* each = std::get_if<send>(&what)) on(at, *each);
    if (const auto* each = std::get_if<gap>(&what)) on(known, at, *each);
  }

 private:
  void on(const occasion& at, const send& what) {
    const member* const who = seated(at, what.bot, what.seat);
    if (who == nullptr) return;
    const message* const before = who->sent.find(what.seq);
    if (before == nullptr) return;
    violated(bot_words(what.bot) + " sent a second " +
                 message_words(what.room, what.seat, what.seq) + ": only one of them can arrive",
             {before->sent, at.line});
  }

  void on(const ledger& known, const occasion& at, const gap& what) {
    const member* const who = member_of(at, what.bot);
    if (who == nullptr || what.from > 2 || at.room->seat_of(*who) == what.from) return;
    const auto& sender = at.room->other(*who).bot;
    if (sender && known.bot(*sender).closed) return;
    violated(bot_words(what.bot) + " was told that " + count_words(what.count, "message") +
                 " of seat " + std::to_string(what.from) + " in room " + what.room +
                 " are not to be had",
             {at.line});
  }

  void conclude(const ledger& known, bool is_complete) override {
    for (const room_facts& room : known.rooms()) {
      for (const member& sender : room.seats)
        conclude(known, room, sender, is_complete);
    }
    if (cut_off_ > 0) note(count_words(cut_off_, "message") + " cut off by a goodbye");
    if (unheard_ > 0) note(count_words(unheard_, "message") + " to somebody who never came");
    if (closed_ > 0) note(count_words(closed_, "message") + " of or to a tab closed for good");
    if (saw_nothing()) unknown("no message was sent that had to arrive");
    if (unsettled_ > 0) {
      unknown(count_words(unsettled_, "message") +
              " had not come when the runner stopped looking: a bot has no rest line");
    }
  }

  void conclude(const ledger& known, const room_facts& room, const member& sender,
                bool is_complete) {
    const member& other = room.other(sender);
    for (const message& each : sender.sent.all()) {
      if (each.applied != 0) {
        saw();
      } else if (each.given_up == 0 && !is_excused(known, room, sender, each)) {
        saw();
        if (is_complete) judge_missing(known, room, sender, other, each);
      }
    }
  }

  void judge_missing(const ledger& known, const room_facts& room, const member& sender,
                     const member& other, const message& missing) {
    if (!is_at_rest(known, sender) || (other.bot && !is_at_rest(known, other))) {
      ++unsettled_;
      return;
    }
    std::string told = message_words(room.name, room.seat_of(sender), missing.seq);
    told += missing.seq <= sender.delivered ? ", said to be delivered,"
            : missing.seq <= sender.stored  ? ", said to be stored,"
                                            : "";
    told += " was never applied by ";
    told += other.bot ? bot_words(*other.bot) : "anybody: the room was given to one bot only";
    violated(std::move(told),
             {missing.sent, sender.ended ? sender.ended->line : 0, known.bot(*sender.bot).rest_line,
              other.bot ? known.bot(*other.bot).rest_line : 0});
  }

  bool is_excused(const ledger& known, const room_facts& room, const member& sender,
                  const message& missing) {
    const member& other = room.other(sender);
    const auto& goodbye = room.goodbye;
    if (goodbye &&
        (goodbye->in_trouble || goodbye->t - missing.sent_t <= known.expect().recover_within_ms)) {
      return ++cut_off_ > 0;
    }
    if (sender.ended && sender.ended->reason == "no_show" && !other.has_joined)
      return ++unheard_ > 0;
    if (known.bot(*sender.bot).closed || (other.bot && known.bot(*other.bot).closed))
      return ++closed_ > 0;
    return false;
  }

  static bool is_at_rest(const ledger& known, const member& who) {
    return known.bot(*who.bot).rest_line != 0;
  }

  std::uint64_t cut_off_ = 0;
  std::uint64_t unheard_ = 0;
  std::uint64_t closed_ = 0;
  std::uint64_t unsettled_ = 0;
};

}  // namespace

std::unique_ptr<property> make_nothing_lost() {
  return std::make_unique<nothing_lost>();
}

}  // namespace parley::checks
