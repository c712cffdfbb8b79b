// What a history has said so far, room by room and bot by bot: the facts that properties judge by.
// It judges nothing itself, and leaves out what makes no sense (nothing_invented tells of that).
// Pure.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "chaos/checks/history.hpp"
#include "chaos/checks/message_list.hpp"
#include "chaos/checks/trouble.hpp"

namespace parley::checks {

struct farewell {  // a `leave`, an `ended` or a `closed`
  line_number line = 0;
  double t = 0;
  bool in_trouble = false;
  bool at_rest = false;
  std::string reason{};  // of an `ended`
};

// What one member has had of one sender.
struct hearing {
  seq_number heard = 0;  // up to here applied, or given up
  std::unordered_map<seq_number, line_number> applied{};
  std::unordered_set<seq_number> given_up{};  // by a `gap`
};

// One bot in one room; in a named room, during one visit.
struct member {
  seat_number seat = 0;
  std::optional<bot_number> bot{};  // none: the seat was given to nobody
  line_number given = 0;            // its `paired` or `entered`
  std::string partner{};            // of a pair
  line_number joined = 0;           // first; 0: never
  line_number joined_last = 0;
  bool is_connected = false;  // by that last join
  message_list sent{};
  seq_number stored = 0;     // its highest tick
  seq_number delivered = 0;  // its highest second tick
  seq_number shown = 0;      // its highest seq that anybody else has applied
  std::map<seat_number, hearing> hears{};
  entry_id newest{};  // the highest id that it has applied
  std::optional<farewell> ended{};
  std::optional<farewell> left{};

  [[nodiscard]] const hearing& of(seat_number from) const {
    static const hearing nothing;
    const auto found = hears.find(from);
    return found == hears.end() ? nothing : found->second;
  }
};

struct room_facts {
  std::string name;
  bool is_named = false;                   // else a pair's: seats 1 and 2
  std::map<seat_number, member> seats{};   // of a named room, one for each visit
  std::map<bot_number, member*> by_bot{};  // where each sits; its last visit
  std::set<bot_number> outsiders{};        // were given a seat that was not to be had
  std::optional<farewell> goodbye{};       // the first `leave` before phase rest
  bool ended_early = false;                // `ended` or `leave` before phase rest
  bool log_was_read = false;
  bool is_log_whole = false;  // and was never trimmed

  [[nodiscard]] const member* of(bot_number bot) const;
  [[nodiscard]] const member* at(seat_number seat) const;
  [[nodiscard]] member* of(bot_number bot);
  [[nodiscard]] member* at(seat_number seat);
  // Of a pair.
  [[nodiscard]] const member& other(const member& who) const { return seats.at(3 - who.seat); }
};

struct bot_facts {
  std::optional<std::uint64_t> attempt{};  // of its last `seek`
  std::string pool{};
  double sought_t = 0;
  line_number sought = 0;
  std::optional<std::uint64_t> paired_attempt{};
  std::optional<std::string> asked{};       // the named room that it wants into, and is not yet
  const room_facts* room = nullptr;         // given, and neither ended nor left
  line_number room_line = 0;                // of that `paired` or `entered`
  member* place = nullptr;                  // its last visit to a named room
  std::optional<double> gave_up_waiting{};  // its last `wait_ended` or `reload`
  std::optional<farewell> closed{};
  std::optional<rest> at_rest{};
  line_number rest_line = 0;
  double rest_t = 0;
};

// A line of the history, with the room it is about: null when nobody was given such a room.
struct occasion {
  line_number line = 0;
  double t = 0;
  room_facts* room = nullptr;
};

class ledger {
 public:
  // The properties look at a line before the ledger takes it.
  void take(const occasion& at, const event& what);

  [[nodiscard]] room_facts* find_room(std::string_view name);
  [[nodiscard]] const std::deque<room_facts>& rooms() const { return rooms_; }
  [[nodiscard]] const bot_facts& bot(bot_number number) const { return bots_[number]; }
  [[nodiscard]] const std::vector<bot_facts>& bots() const { return bots_; }
  [[nodiscard]] const run& header() const { return header_; }
  [[nodiscard]] const expectation& expect() const { return header_.expect; }
  [[nodiscard]] const trouble& faults() const { return trouble_; }
  [[nodiscard]] bool is_in_trouble(double t) const {
    return trouble_.is_at(t, expect().recover_within_ms);
  }
  [[nodiscard]] std::optional<double> began(phase_name phase) const {
    return phases_[static_cast<std::size_t>(phase)];
  }
  [[nodiscard]] std::uint64_t strikes() const { return strikes_; }

 private:
  void on(const occasion& at, const run& what);
  void on(const occasion& at, const phase& what);
  void on(const occasion& at, const fault& what) { trouble_.begin(what.n, at.line); }
  void on(const occasion& at, const healed& what) { trouble_.heal(what.n, at.t); }
  void on(const occasion&, const plan& what) { strikes_ += what.strikes; }
  void on(const occasion& at, const logged& what);
  void on(const occasion& at, const log_read& what);
  void on(const occasion& at, const seek& what);
  void on(const occasion& at, const paired& what);
  void on(const occasion&, const enter& what) { bots_[what.bot].asked = what.name; }
  void on(const occasion& at, const entered& what);
  void on(const occasion& at, const wait_ended& what) { bots_[what.bot].gave_up_waiting = at.t; }
  void on(const occasion& at, const joined& what);
  void on(const occasion&, const lost& what) { disconnect(what.bot); }
  void on(const occasion& at, const send& what);
  void on(const occasion& at, const stored& what);
  void on(const occasion& at, const delivered& what);
  void on(const occasion& at, const applied& what);
  void on(const occasion& at, const gap& what);
  void on(const occasion& at, const ended& what);
  void on(const occasion& at, const leave& what);
  void on(const occasion& at, const reload& what);
  void on(const occasion& at, const closed& what);
  void on(const occasion& at, const rest& what);
  template <class Other>
  void on(const occasion&, const Other&) {}  // of no consequence for any other line

  room_facts& room_at(const occasion& at, const std::string& name, bool is_named);
  static void give(room_facts& room, member& seat, bot_number bot, line_number line);
  void disconnect(bot_number bot);
  [[nodiscard]] farewell part(const occasion& at) const {
    return {at.line, at.t, is_in_trouble(at.t), is_resting()};
  }
  [[nodiscard]] bool is_resting() const {
    return began(phase_name::rest) || began(phase_name::end);
  }

  run header_;
  std::array<std::optional<double>, 5> phases_{};
  trouble trouble_;
  std::uint64_t strikes_ = 0;
  std::deque<room_facts> rooms_;  // in the order in which they were given
  std::unordered_map<std::string_view, room_facts*> by_name_;
  std::vector<bot_facts> bots_;
};

// The member that an event is about: null if the bot was not given that room (or a seat in it).
[[nodiscard]] member* member_of(const occasion& at, bot_number bot);
// Likewise, null also if the seat is not its own.
[[nodiscard]] const member* seated(const occasion& at, bot_number bot, seat_number seat);
// Who else sits at that seat of the bot's room.
[[nodiscard]] const member* another(const occasion& at, bot_number bot, seat_number seat);
// What the bot applies, if it is another's and has been sent; else null.
[[nodiscard]] const message* sent_to(const occasion& at, const applied& what);
// pairing_exclusive has told of this bot's seat; what it does there is judged no further.
[[nodiscard]] bool is_outside(const occasion& at, bot_number bot);

}  // namespace parley::checks
