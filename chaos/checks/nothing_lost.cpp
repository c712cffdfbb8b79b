// What a sender sees as sent reaches every other member, in the end.
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
  // A message, who said it, and who is to have it.
  struct way {
    const ledger& known;
    const room_facts& room;
    const member& sender;
    const member& to;
  };

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
    const member* const sender = another(at, what.bot, what.from);
    if (sender == nullptr) return;
    if (sender->bot && known.bot(*sender->bot).closed) return;
    if (at.room->is_named &&
        !skips_owed(way{known, *at.room, *sender, *at.room->of(what.bot)}, what))
      return;
    violated(bot_words(what.bot) + " was told that " + count_words(what.count, "message") +
                 " of seat " + std::to_string(what.from) + " in room " + what.room +
                 " are not to be had",
             {at.line});
  }

  static bool skips_owed(const way& by, const gap& what) {
    const seq_number heard = by.to.of(what.from).heard;
    return std::ranges::any_of(by.sender.sent.all(), [&](const message& each) {
      return each.seq > heard && each.seq - heard <= what.count && was_there(by, each);
    });
  }

  // Of a named room: what is said while somebody sits in it. Where Redis may lose what it has
  // acknowledged, only the connection that there was brings what was said: who comes back later
  // reads the log.
  static bool was_there(const way& by, const message& each) {
    const member& to = by.to;
    const line_number since = by.known.expect().redis_may_rewind ? to.joined_last : to.joined;
    return since != 0 && each.sent > since && (!to.left || each.sent < to.left->line);
  }

  // Likewise what was said before it came, if the log has had all of it to the end.
  static bool was_in_log(const way& by, const message& each) {
    return by.to.joined != 0 && !by.to.left && by.room.is_log_whole && each.is_logged &&
           !by.known.expect().redis_may_rewind;
  }

  void conclude(const ledger& known, bool is_complete) override {
    for (const room_facts& room : known.rooms()) {
      for (const auto& [seat, sender] : room.seats) {
        for (const auto& [other, to] : room.seats)
          if (seat != other) conclude(way{known, room, sender, to}, is_complete);
      }
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

  void conclude(const way& by, bool is_complete) {
    const hearing& of = by.to.of(by.sender.seat);
    for (const message& each : by.sender.sent.all()) {
      if (of.applied.contains(each.seq)) {
        saw();
      } else if (is_owed(by, each, of.given_up.contains(each.seq)) && !is_excused(by, each)) {
        saw();
        if (is_complete) judge_missing(by, each);
      }
    }
  }

  // A gap has been told of.
  static bool is_owed(const way& by, const message& each, bool is_given_up) {
    if (!by.room.is_named) return !is_given_up;
    return was_there(by, each) ? !is_given_up : was_in_log(by, each);
  }

  bool is_excused(const way& by, const message& missing) {
    const double bound = by.known.expect().recover_within_ms;
    const auto cuts_off = [&](const std::optional<farewell>& goodbye) {
      return goodbye && !goodbye->at_rest &&
             (goodbye->in_trouble || goodbye->t - missing.sent_t <= bound);
    };
    if (cuts_off(by.room.is_named ? by.to.left : by.room.goodbye)) return ++cut_off_ > 0;
    if (by.sender.ended && by.sender.ended->reason == "no_show" && by.to.joined == 0)
      return ++unheard_ > 0;
    const auto is_closed = [&](const member& who) {
      return who.bot && by.known.bot(*who.bot).closed;
    };
    if (is_closed(by.sender) || is_closed(by.to)) return ++closed_ > 0;
    return false;
  }

  void judge_missing(const way& by, const message& missing) {
    const member& sender = by.sender;
    const member& to = by.to;
    const auto rest_line = [&](const member& who) {
      return who.bot ? by.known.bot(*who.bot).rest_line : 0;
    };
    if (rest_line(sender) == 0 || (to.bot && rest_line(to) == 0)) {
      ++unsettled_;
      return;
    }
    std::string told = message_words(by.room.name, sender.seat, missing.seq);
    told += missing.seq <= sender.delivered ? ", said to be delivered,"
            : missing.seq <= sender.stored  ? ", said to be stored,"
                                            : "";
    told += " was never applied by ";
    told += to.bot ? bot_words(*to.bot) : "anybody: the room was given to one bot only";
    violated(std::move(told), {missing.sent, sender.ended ? sender.ended->line : 0,
                               rest_line(sender), rest_line(to)});
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
