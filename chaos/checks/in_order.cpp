// Each sender's messages are applied in the order sent, without a hole, and entry ids grow.
#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

class in_order : public property {
 public:
  in_order() : property("in_order", "message") {}

  void look(const ledger& known, const occasion& at, const event& what) override {
    if (const auto* each = std::get_if<applied>(&what)) on(known, at, *each);
    if (const auto* each = std::get_if<send>(&what)) on(at, *each);
  }

 private:
  void on(const ledger& known, const occasion& at, const applied& what) {
    const message* const sent = sent_to(at, what);
    if (sent == nullptr) return;
    saw();
    if (sent->applied != 0) return;  // nothing_doubled tells of it
    const member& who = *at.room->of(what.bot);
    if (what.seq != who.heard + 1) {
      violated(bot_words(what.bot) + " applied " + message_words(what.room, what.from, what.seq) +
                   " when " + std::to_string(who.heard + 1) + " was next",
               {applied_line(at, who, who.heard), at.line});
    }
    if (!known.expect().redis_may_rewind && what.id <= who.newest) {
      violated(bot_words(what.bot) + " applied entry " + to_string(what.id) + " of room " +
                   what.room + " after " + to_string(who.newest),
               {applied_line(at, who, who.heard), at.line});
    }
  }

  // The sender's own count.
  void on(const occasion& at, const send& what) {
    const member* const who = seated(at, what.bot, what.seat);
    if (who == nullptr || who->sent.find(what.seq) != nullptr) return;
    const seq_number next = who->sent.last() + 1;
    if (what.seq == next) return;
    const message* const last = who->sent.find(who->sent.last());
    violated(bot_words(what.bot) + " sent " + message_words(what.room, what.seat, what.seq) +
                 " when " + std::to_string(next) + " was next",
             {last == nullptr ? 0 : last->sent, at.line});
  }

  static line_number applied_line(const occasion& at, const member& who, seq_number seq) {
    const message* const before = at.room->other(who).sent.find(seq);
    return before == nullptr ? 0 : before->applied;
  }

  void conclude(const ledger&, bool) override {
    if (saw_nothing()) unknown("no message was applied");
  }
};

}  // namespace

std::unique_ptr<property> make_in_order() {
  return std::make_unique<in_order>();
}

}  // namespace parley::checks
