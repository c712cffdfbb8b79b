// One bot: the client's own logic on real WebSockets, a user who talks to a stranger or in a named
// room, and everything that it asks for and sees as lines of the history.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "chaos/live/live_client.hpp"
#include "chaos/runner/crowd/recorder.hpp"

namespace parley::crowd {

// What the crowd adds up, for progress and for the steady state; the verdict never looks here.
struct tally {
  std::uint64_t said = 0;
  std::uint64_t owed = 0;  // one for each who is to hear of it
  std::uint64_t applied = 0;
  std::uint64_t refused = 0;
  std::uint64_t lost = 0;                           // connections
  std::function<void(double delay_ms)> on_applied;  // from said to applied; may be empty
};

// Where some of the bots talk with each other.
struct named_room {
  std::string name;
  std::string key;
  std::size_t members = 0;
  struct last_word {
    seq_number seq = 0;
    std::uint64_t nth = 0;  // of the run's messages
  };
  std::map<seat_number, last_word> last_words{};  // said in it so far
};

struct surroundings {
  io::event_loop& loop;
  io::ws_client& sockets;
  live::alarms& alarms;
  recorder& history;
  tally& counts;
  std::uint64_t seed = 0;
  std::size_t body_bytes = 100;
};

class bot {
 public:
  // Without a room it seeks strangers; with one, which outlives it, it is there and nowhere else.
  bot(checks::bot_number number, const surroundings& around, live::routes routes, named_room* room);
  bot(const bot&) = delete;
  bot& operator=(const bot&) = delete;

  void come();  // to a stranger, or into the room
  // One message more, unlike any other of the run; false when it cannot talk now: it has no room,
  // has not sat in it yet (where a page has no composer), or is leaving.
  bool say();
  void leave();
  void reload();
  void cut() { client_.cut(); }
  void go_away() { client_.go_away(); }
  void stop_reading() { client_.stop_reading(); }
  void read_again() { client_.read_again(); }

  // From now on a break makes it say something at once: what is measured is how long that takes.
  void speak_up_when_lost(bool does) { speaks_up_ = does; }

  void record_rest();
  [[nodiscard]] bool is_joined() const { return client_.current() == client::state::joined; }
  // In a room with nothing on its way.
  [[nodiscard]] bool is_at_rest() const;
  [[nodiscard]] const std::string& room() const { return room_; }
  [[nodiscard]] const std::string& node() const;

 private:
  void show(const client::action& what);
  void on_state(client::state state);
  void on_message(const wire::entry& entry);
  void on_lost();
  void come_again();
  void on_accepted(seq_number seq);
  [[nodiscard]] bool has_heard_all() const;
  [[nodiscard]] std::string next_body();

  checks::bot_number number_;
  surroundings around_;
  named_room* const named_;  // null: it talks to strangers
  std::string room_;
  seat_number seat_ = 0;
  std::uint64_t heard_since_ = 0;  // of the run's messages, those later than this one
  std::uint64_t bodies_ = 0;
  std::string saying_;             // the body that the outbox is being asked to take
  std::uint64_t joined_link_ = 0;  // 0: not joined
  bool has_sat_ = false;           // in this room
  bool speaks_up_ = false;
  live::live_client client_;
};

}  // namespace parley::crowd
