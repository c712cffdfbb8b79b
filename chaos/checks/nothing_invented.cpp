// A member only receives what was written in its own room, as it was written; and no tick comes
// without its reason.
#include <unordered_map>

#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

class nothing_invented : public property {
 public:
  nothing_invented() : property("nothing_invented", "message") {}

  void look(const ledger&, const occasion& at, const event& what) override {
    if (const auto* each = std::get_if<applied>(&what)) return on(at, *each);
    if (const auto* each = std::get_if<send>(&what)) return on(at, *each);
    if (const auto* each = std::get_if<stored>(&what)) return on(at, *each);
    if (const auto* each = std::get_if<delivered>(&what)) return on(at, *each);
    if (const auto* each = std::get_if<gap>(&what)) return on(at, *each);
  }

 private:
  void on(const occasion& at, const applied& what) {
    if (is_outside(at, what.bot)) return;
    saw();
    const std::string told =
        bot_words(what.bot) + " applied " + message_words(what.room, what.from, what.seq);
    const member* const who = member_of(at, what.bot);
    if (who == nullptr) return violated(told + ", a room that it was not given", {at.line});
    if (another(at, what.bot, what.from) == nullptr)
      return violated(told + ": not another's seat", {at.line});
    const message* const sent = sent_to(at, what);
    if (sent == nullptr) return violated(told + ", which nobody had sent", {at.line});
    settle_doubt(at, *who, *sent);
    if (sent->sum == what.sum) return;
    violated(told + " with sum " + sum_words(what.sum) + ", and it was sent with " +
                 sum_words(sent->sum),
             {sent->sent, at.line});
  }

  void on(const occasion& at, const send& what) {
    if (!is_outside(at, what.bot)) must_be_seated(at, what.bot, what.room, what.seat, "sent");
  }

  void on(const occasion& at, const stored& what) {
    if (is_outside(at, what.bot)) return;
    if (!must_be_seated(at, what.bot, what.room, what.seat, "was told of a tick")) return;
    const member& who = *at.room->of(what.bot);
    if (what.seq <= who.sent.last()) return;
    violated(bot_words(what.bot) + " was told that " +
                 message_words(what.room, what.seat, what.seq) +
                 " is stored, which it had not sent",
             {at.line});
  }

  void on(const occasion& at, const delivered& what) {
    if (is_outside(at, what.bot)) return;
    if (!must_be_seated(at, what.bot, what.room, what.seat, "was told of two ticks")) return;
    const member& who = *at.room->of(what.bot);
    const std::string told = delivered_words(what.bot, what.room, what.seat, what.seq);
    const message* const sent = who.sent.find(what.seq);
    if (what.seq > who.sent.last()) return violated(told + "it had not sent", {at.line});
    if (at.room->is_named) return sent == nullptr ? void() : doubt_it(at, who, *sent);
    if (what.seq <= at.room->other(who).of(what.seat).heard) return;
    violated(told + "the other had not applied", {sent == nullptr ? 0 : sent->sent, at.line});
  }

  // In a named room only who is there is waited for, and whether a node took a member to be there,
  // the member itself does not know: it may have been given up a moment ago. That it was not is
  // certain once the same connection has brought it something that was said after the tick.
  struct doubt {
    line_number connection = 0;  // the `joined` of whoever had not applied it
    line_number told = 0;
    std::string what{};
  };

  void doubt_it(const occasion& at, const member& sender, const message& sent) {
    for (const auto& [seat, each] : at.room->seats) {
      const bool was_there = each.is_connected && each.joined_last < sent.sent;
      if (!was_there || seat == sender.seat || each.of(sender.seat).heard >= sent.seq) continue;
      doubt& known = doubts_[&each];
      if (known.connection == each.joined_last) continue;
      known = {each.joined_last, at.line,
               delivered_words(*sender.bot, at.room->name, sender.seat, sent.seq) +
                   bot_words(*each.bot) + ", there all the time, had not applied"};
    }
  }

  void settle_doubt(const occasion& at, const member& who, const message& brought) {
    const auto found = doubts_.find(&who);
    if (found == doubts_.end() || found->second.told >= brought.sent) return;
    const doubt proven = std::move(found->second);
    doubts_.erase(found);
    if (who.is_connected && proven.connection == who.joined_last)
      violated(proven.what, {proven.told, at.line});
  }

  static std::string delivered_words(bot_number bot, const std::string& room, seat_number seat,
                                     seq_number seq) {
    return bot_words(bot) + " was told that " + message_words(room, seat, seq) +
           " is delivered, which ";
  }

  void on(const occasion& at, const gap& what) {
    if (is_outside(at, what.bot)) return;
    if (another(at, what.bot, what.from) != nullptr) return;
    violated(bot_words(what.bot) + " spoke of a gap of seat " + std::to_string(what.from) +
                 " in room " + what.room + ", which is not another's seat in its room",
             {at.line});
  }

  bool must_be_seated(const occasion& at, bot_number bot, const std::string& room, seat_number seat,
                      std::string_view did) {
    if (seated(at, bot, seat) != nullptr) return true;
    violated(bot_words(bot) + " " + std::string(did) + " in room " + room + " at seat " +
                 std::to_string(seat) + ", which it was not given",
             {at.line});
    return false;
  }

  void conclude(const ledger&, bool) override {
    if (saw_nothing()) unknown("no message was applied");
  }

  std::unordered_map<const member*, doubt> doubts_;
};

}  // namespace

std::unique_ptr<property> make_nothing_invented() {
  return std::make_unique<nothing_invented>();
}

}  // namespace parley::checks
