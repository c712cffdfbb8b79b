// What a history has said so far, room by room and bot by bot: the facts that properties judge by.
// It judges nothing itself, and leaves out what makes no sense (nothing_invented tells of that).
// Pure.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chaos/checks/history.hpp"
#include "chaos/checks/message_list.hpp"
#include "chaos/checks/trouble.hpp"

namespace parley::checks {

struct farewell {  // a `leave`, an `ended` or a `closed`
  line_number line = 0;
  double t = 0;
  bool in_trouble = false;
  std::string reason{};  // of an `ended`
};

// One bot in one room.
struct member {
  std::optional<bot_number> bot{};  // none: the seat was given to nobody
  line_number paired = 0;
  std::string partner{};
  bool has_joined = false;
  message_list sent{};
  seq_number stored = 0;     // its highest tick
  seq_number delivered = 0;  // its highest second tick
  seq_number heard = 0;      // the other's seq up to which it has applied, or given up
  seq_number applied = 0;    // the other's highest seq that it has applied
  entry_id newest{};         // the highest id that it has applied
  std::optional<farewell> ended{};
  std::optional<farewell> left{};
};

struct room_facts {
  std::string name;
  std::array<member, 2> seats{};
  std::vector<bot_number> outsiders{};  // were given a seat that was not to be had
  std::optional<farewell> goodbye{};    // the first `leave` before phase rest
  bool ended_early = false;             // `ended` or `leave` before phase rest
  bool log_was_read = false;

  [[nodiscard]] member* of(bot_number bot);
  [[nodiscard]] const member* of(bot_number bot) const {
    return const_cast<room_facts*>(this)->of(bot);
  }
  [[nodiscard]] seat_number seat_of(const member& who) const { return &who == &seats[0] ? 1 : 2; }
  [[nodiscard]] member& other(const member& who) { return &who == &seats[0] ? seats[1] : seats[0]; }
  [[nodiscard]] const member& other(const member& who) const {
    return &who == &seats[0] ? seats[1] : seats[0];
  }
  [[nodiscard]] bool is_outsider(bot_number bot) const;
};

struct bot_facts {
  std::optional<std::uint64_t> attempt{};  // of its last `seek`
  std::string pool{};
  double sought_t = 0;
  line_number sought = 0;
  std::optional<std::uint64_t> paired_attempt{};
  const room_facts* room = nullptr;         // given, and neither ended nor left
  line_number room_line = 0;                // of that `paired`
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
  void on(const occasion& at, const log_read& what);
  void on(const occasion& at, const seek& what);
  void on(const occasion& at, const paired& what);
  void on(const occasion& at, const wait_ended& what) { bots_[what.bot].gave_up_waiting = at.t; }
  void on(const occasion& at, const joined& what);
  void on(const occasion& at, const send& what);
  void on(const occasion& at, const stored& what);
  void on(const occasion& at, const delivered& what);
  void on(const occasion& at, const applied& what);
  void on(const occasion& at, const gap& what);
  void on(const occasion& at, const ended& what);
  void on(const occasion& at, const leave& what);
  void on(const occasion& at, const reload& what) { bots_[what.bot].gave_up_waiting = at.t; }
  void on(const occasion& at, const closed& what);
  void on(const occasion& at, const rest& what);
  template <class Other>
  void on(const occasion&, const Other&) {}  // of no consequence for any other line

  [[nodiscard]] farewell part(const occasion& at) const {
    return {at.line, at.t, is_in_trouble(at.t)};
  }
  [[nodiscard]] bool is_resting() const {
    return began(phase_name::rest) || began(phase_name::end);
  }

  run header_;
  std::array<std::optional<double>, 5> phases_{};
  trouble trouble_;
  std::uint64_t strikes_ = 0;
  std::deque<room_facts> rooms_;  // in the order of their first `paired`
  std::unordered_map<std::string_view, room_facts*> by_name_;
  std::vector<bot_facts> bots_;
};

// The member that an event is about: null if the bot was not given that room (or a seat in it).
[[nodiscard]] member* member_of(const occasion& at, bot_number bot);
// Likewise, null also if the seat is not its own.
[[nodiscard]] const member* seated(const occasion& at, bot_number bot, seat_number seat);
// What the bot applies, if it is the other's and has been sent; else null.
[[nodiscard]] const message* sent_to(const occasion& at, const applied& what);
// pairing_exclusive has told of this bot's seat; what it does there is judged no further.
[[nodiscard]] bool is_outside(const occasion& at, bot_number bot);

}  // namespace parley::checks
