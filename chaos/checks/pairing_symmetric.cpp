// If A was given B, B was given A; who asks for a named room comes to all others who asked for it.
#include <map>
#include <set>

#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

class pairing_symmetric : public property {
 public:
  pairing_symmetric() : property("pairing_symmetric", "meeting") {}

  void look(const ledger& known, const occasion& at, const event& what) override {
    if (const auto* each = std::get_if<paired>(&what)) on(known, at, *each);
    if (const auto* each = std::get_if<entered>(&what)) on(known, at, *each);
    if (const auto* each = std::get_if<ended>(&what)) on(known, at, *each);
  }

 private:
  void on(const ledger& known, const occasion& at, const paired& what) {
    has_pairings_ = true;
    if (what.seat > 2) return;
    if (at.room != nullptr && (at.room->is_named || at.room->at(what.seat)->bot)) return;
    const auto partner = bot_named(what.partner);
    const std::string told = bot_words(what.bot) + " was given " + what.partner;
    if (!partner || *partner >= known.bots().size())
      return violated(told + ", who is no bot of this run", {at.line});
    if (*partner == what.bot) return violated(told + ", itself", {at.line});
    if (at.room == nullptr) return;
    const member& other = *at.room->at(3 - what.seat);
    if (!other.bot || other.bot == what.bot) return;
    saw();
    if (*partner == *other.bot && other.partner == display_name_of(what.bot)) return;
    violated(told + " in room " + what.room + ", and " + bot_words(*other.bot) + " was given " +
                 other.partner,
             {other.given, at.line});
  }

  void on(const ledger& known, const occasion& at, const entered& what) {
    has_pairings_ = true;
    const auto& name = known.bot(what.bot).asked;
    if (!name || (at.room != nullptr && !at.room->is_named)) return;  // pairing_exclusive tells
    const auto [room, is_new_name] = room_of_.try_emplace(*name, given{what.room, at.line});
    const auto [name_of, is_new_room] = name_of_.try_emplace(what.room, given{*name, at.line});
    if (is_new_name && is_new_room) return;
    saw();
    const std::string told = bot_words(what.bot) + " asked for “" + *name +
                             "” and was given room " + what.room + ", and another ";
    if (room->second.what != what.room)
      violated(told + "who did was given room " + room->second.what, {room->second.line, at.line});
    if (name_of->second.what != *name)
      violated(told + "who was had asked for “" + name_of->second.what + "”",
               {name_of->second.line, at.line});
  }

  // A no_show is a reason only if the other had one not to come.
  void on(const ledger& known, const occasion& at, const ended& what) {
    const member* const who = member_of(at, what.bot);
    if (who == nullptr || who->ended || what.reason != "no_show") return;
    const auto partner = bot_named(who->partner);
    if (!partner || *partner >= known.bots().size()) return;
    const bot_facts& other = known.bot(*partner);
    const bool gave_up =
        other.gave_up_waiting && at.t - *other.gave_up_waiting <= known.expect().recover_within_ms;
    if (known.is_in_trouble(at.t) || gave_up) explained_.insert(who);
  }

  void conclude(const ledger& known, bool is_complete) override {
    for (const room_facts& room : known.rooms()) {
      if (room.is_named) continue;
      for (const auto& [seat, who] : room.seats) {
        if (who.bot && !room.other(who).bot) judge_alone(known, room, who, is_complete);
      }
    }
    if (excused_ > 0)
      note(count_words(excused_, "pairing") + " whose other side never heard of it");
    if (!has_pairings_) {
      unknown("nobody was given a room");
    } else if (saw_nothing()) {
      unknown("of no pairing both sides were seen");
    }
  }

  void judge_alone(const ledger& known, const room_facts& room, const member& who,
                   bool is_complete) {
    const auto partner = bot_named(who.partner);
    if (!partner || *partner >= known.bots().size() || *partner == *who.bot) return;  // told
    const auto& own_end = known.bot(*who.bot).closed;
    const bool left_in_trouble =
        (who.left && who.left->in_trouble) || (own_end && own_end->in_trouble);
    if (explained_.contains(&who) || left_in_trouble || known.bot(*partner).closed) {
      ++excused_;
    } else if (is_complete) {
      violated(bot_words(*who.bot) + " was given " + who.partner + " in room " + room.name +
                   ", and " + bot_words(*partner) + " was never given that room",
               {who.given, who.ended ? who.ended->line : 0});
    }
  }

  struct given {
    std::string what;
    line_number line = 0;
  };

  bool has_pairings_ = false;
  std::map<std::string, given> room_of_;  // by the name asked for
  std::map<std::string, given> name_of_;  // by the room
  std::uint64_t excused_ = 0;
  std::set<const member*> explained_;
};

}  // namespace

std::unique_ptr<property> make_pairing_symmetric() {
  return std::make_unique<pairing_symmetric>();
}

}  // namespace parley::checks
