// Each sender's messages are applied in the order sent, without a hole, and entry ids grow, the
// same for all: so everybody sees the order of the log.
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
    const member& who = *at.room->of(what.bot);
    const hearing& of = who.of(what.from);
    if (of.applied.contains(what.seq)) return;  // nothing_doubled tells of it
    const auto before = of.applied.find(of.heard);
    const line_number before_line = before == of.applied.end() ? 0 : before->second;
    if (what.seq != of.heard + 1) {
      violated(bot_words(what.bot) + " applied " + message_words(what.room, what.from, what.seq) +
                   " when " + std::to_string(of.heard + 1) + " was next",
               {before_line, at.line});
    }
    if (known.expect().redis_may_rewind) return;
    const std::string told =
        bot_words(what.bot) + " applied entry " + to_string(what.id) + " of room " + what.room;
    if (what.id <= who.newest)
      violated(told + " after " + to_string(who.newest), {before_line, at.line});
    if (sent->applied != 0 && sent->id != what.id)
      violated(told + ", which another had applied as " + to_string(sent->id),
               {sent->applied, at.line});
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

  void conclude(const ledger&, bool) override {
    if (saw_nothing()) unknown("no message was applied");
  }
};

}  // namespace

std::unique_ptr<property> make_in_order() {
  return std::make_unique<in_order>();
}

}  // namespace parley::checks
