// A session sits in at most one room at a time, and a seat has one bot.
#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

class pairing_exclusive : public property {
 public:
  pairing_exclusive() : property("pairing_exclusive", "seat") {}

  void look(const ledger& known, const occasion& at, const event& what) override {
    if (const auto* each = std::get_if<paired>(&what)) on(known, at, *each);
    if (const auto* each = std::get_if<entered>(&what)) on(known, at, *each);
    if (const auto* each = std::get_if<joined>(&what)) on(at, *each);
  }

 private:
  void on(const ledger& known, const occasion& at, const paired& what) {
    saw();
    const bot_facts& bot = known.bot(what.bot);
    const std::string told = bot_words(what.bot) + " was given room " + what.room;
    if (bot.room != nullptr) {
      violated(told + " while it was in room " + bot.room->name, {bot.room_line, at.line});
    }
    if (bot.paired_attempt == what.attempt) {
      violated(told + " for attempt " + std::to_string(what.attempt) + ", which had its room",
               {at.line});
    } else if (bot.attempt != what.attempt) {
      violated(told + " for attempt " + std::to_string(what.attempt) + ", not its latest",
               {bot.sought, at.line});
    }
    if (what.seat > 2) return violated(told + " at a third seat", {at.line});
    if (at.room == nullptr) return;
    if (at.room->is_named) return violated(told + ", which is a named one", {at.line});
    const member* const taken = at.room->at(what.seat);
    if (taken->bot && taken->bot != what.bot) is_taken(told, at, *taken);
  }

  void on(const ledger& known, const occasion& at, const entered& what) {
    saw();
    const bot_facts& bot = known.bot(what.bot);
    const std::string told = bot_words(what.bot) + " was given room " + what.room;
    if (bot.room != nullptr)
      violated(told + " while it was in room " + bot.room->name, {bot.room_line, at.line});
    if (!bot.asked) violated(told + ", and has not asked for another", {at.line});
    if (at.room == nullptr) return;
    if (!at.room->is_named) return violated(told + ", which is a pair's", {at.line});
    if (const member* const taken = at.room->at(what.seat)) is_taken(told, at, *taken);
  }

  void is_taken(const std::string& told, const occasion& at, const member& taken) {
    violated(told + " at seat " + std::to_string(taken.seat) + ", which was given to " +
                 bot_words(*taken.bot),
             {taken.given, at.line});
  }

  void on(const occasion& at, const joined& what) {
    if (is_outside(at, what.bot) || seated(at, what.bot, what.seat) != nullptr) return;
    violated(bot_words(what.bot) + " joined room " + what.room + " at seat " +
                 std::to_string(what.seat) + ", which it was not given",
             {at.line});
  }

  void conclude(const ledger&, bool) override {
    if (saw_nothing()) unknown("nobody was given a room");
  }
};

}  // namespace

std::unique_ptr<property> make_pairing_exclusive() {
  return std::make_unique<pairing_exclusive>();
}

}  // namespace parley::checks
