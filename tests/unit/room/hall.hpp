// A named room under test, with guests who have its key.
#pragma once

#include <algorithm>

#include "tests/unit/room/story.hpp"

namespace parley::room::test {

inline const std::string lock = "3c9d";

struct guest {
  seat_number seat = 0;
  std::string name;
  std::string key = lock;
  std::string sid_end{};  // of another session with the same seat
};

inline const guest ada{11, "Ada"};
inline const guest bob{22, "Bob"};
inline const guest cyd{33, "Cyd"};

struct hall {
  story s;

  explicit hall(node_settings settings = make_settings()) : s(std::move(settings)) {}

  [[nodiscard]] std::string token(const guest& who, std::uint32_t limit = 3) const {
    const auto end = who.sid_end.empty() ? std::to_string(who.seat) : who.sid_end;
    return s.tokens.sign(wire::seat_claims{.sid = std::string(30, '0') + end,
                                           .room = room_name,
                                           .seat = who.seat,
                                           .language = {},
                                           .members = {{who.seat, who.name}},
                                           .limit = limit,
                                           .lock = who.key},
                         begin_of_time);
  }

  actions join(connection_id from, const guest& who, joining what = {}) {
    what.token = token(who);
    return s.store_all(s.join(from, who.seat, std::move(what)));
  }

  // At epoch 1, by Ada on connection 1: the log is 1-1 moved, 1-2 snapshot, 1-3 joined.
  actions open() {
    (void)join(1, ada);
    (void)s.answer(owner_found{});
    (void)s.answer(claim_granted{{1, 1}});
    return s.store_all(s.answer(log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}}));
  }

  // With Ada on connection 1 and Bob on 2.
  void open_for_two() {
    (void)open();
    (void)join(2, bob);
  }

  // With a word of his own, which Ada has applied.
  void bob_says_goodbye() {
    (void)say(2, 1, "bye");
    (void)s.notify(1, wire::received{{{22, 1}}});
    (void)s.store_all(s.call(2, 9, wire::leave{}));
  }

  actions say(connection_id from, seq_number seq, const std::string& words) {
    return s.store_all(s.call(from, 100 + seq, wire::send{seq, "text", words}));
  }
};

inline bool has(const actions& all, const action& wanted) {
  return std::ranges::find(all, wanted) != all.end();
}

inline std::vector<record> appended_in(const actions& all) {
  std::vector<record> found;
  for (const auto& each : all)
    if (const auto* command = std::get_if<store_command>(&each))
      if (const auto* append = std::get_if<append_entries>(&command->what))
        for (const auto& entry : append->entries)
          found.push_back(entry.what);
  return found;
}

inline const wire::join_result* joined_by(connection_id who, const actions& all) {
  for (const auto& each : all)
    if (const auto* sent = std::get_if<send_result>(&each); sent != nullptr && sent->to == who)
      if (const auto* result = std::get_if<wire::join_result>(&sent->what)) return result;
  return nullptr;
}

}  // namespace parley::room::test
