// The seats of a room: who is there, who is away and for how long, and what each has applied. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chat-node/room/replay.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/base/token_bucket.hpp"
#include "core/wire/messages.hpp"
#include "core/wire/tokens.hpp"

namespace parley::room {

struct member {
  member(wire::seat_member who, token_bucket_settings renames, steady_time now)
      : seat(who.seat),
        given_name(who.name),
        name(std::move(who.name)),
        since(now),
        renames_left(renames, now) {}

  seat_number seat;
  std::string given_name;  // in the seat token
  std::string name;        // since the last rename
  std::string sid{};       // of whoever sits here; empty: nobody has joined at this node
  wire::presence_state state = wire::presence_state::expected;
  steady_time since;             // of the state
  connection_id connection = 0;  // while present
  bool is_typing = false;
  wire::version_vector applied{};    // its receipts, as it says them; may be above what is stored
  wire::version_vector seen{};       // was on its screen, as it says
  wire::version_vector seen_told{};  // to the others
  bool is_awake = false;             // has answered the open question whether it is still there
  seq_number delivered = 0;          // of its own messages, as its outbox says
  // In a named room, where `left` is the state of who is no member (any more):
  seq_number delivered_told = 0;  // to all who count, as it has been told
  bool is_given_up = false;       // away for too long, or too far behind, to be waited for
  bool is_joining = false;        // the entry that says so is on its way into the log
  bool is_leaving = false;        // likewise
  bool has_said_goodbye = false;  // by itself
  std::uint64_t last_n = 0;       // of its last message in the log
  replay owed{};
  token_bucket renames_left;
};

class members {
 public:
  members(const std::vector<wire::seat_member>& seats, token_bucket_settings renames,
          steady_time now);

  // Of a named room: nobody yet.
  members() : is_named_(true) {}
  member& add(wire::seat_member who, token_bucket_settings renames, steady_time now);  // as `left`
  void remove(seat_number seat);
  [[nodiscard]] bool is_named() const { return is_named_; }
  [[nodiscard]] std::size_t count() const;  // of members, those who are joining too

  [[nodiscard]] member* find(seat_number seat);              // null: the room has no such seat
  [[nodiscard]] member* find_connection(connection_id id);   // null: it sits nowhere
  [[nodiscard]] std::vector<member>& all() { return all_; }  // by seat
  [[nodiscard]] const std::vector<member>& all() const { return all_; }

  void sit(member& who, connection_id connection, std::string sid, steady_time now);
  void stand_up(member& who, steady_time now);

  [[nodiscard]] bool are_all_known() const;  // each has joined once, here or before

  // The room was opened before it came here: who has not come yet is away, not expected.
  void expect_back(steady_time now);

  // The clock of those who are absent begins anew: they could not have come.
  void excuse(steady_time now);

  [[nodiscard]] milliseconds grace_left(const member& who, milliseconds grace,
                                        steady_time now) const;

  // Up to where every other member has applied the seat's messages, by their receipts or by what
  // the seat's outbox has let go. In a named room those count who are present or have only just
  // gone (nobody does: without bound); who is away catches up from the log.
  [[nodiscard]] seq_number applied_by_others(seat_number seat) const;

 private:
  std::vector<member> all_;
  bool is_named_ = false;
};

}  // namespace parley::room
