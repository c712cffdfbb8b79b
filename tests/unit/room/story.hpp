// A chat-node under test: tells it what happens, and names its actions so that a test can state
// them whole.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "chat-node/room/chat_node.hpp"
#include "core/wire/limits.hpp"

namespace parley::room::test {

inline const std::string room_name = "r1";
inline constexpr unix_ms begin_of_time = 1'790'000'000'000;

[[nodiscard]] wire::token_box make_tokens();
[[nodiscard]] node_settings make_settings();

// What Redis can say of an owner.
[[nodiscard]] owner_record owner(std::string node, std::string instance, std::uint64_t epoch);

// What a join says; without a token, the good one of its seat.
struct joining {
  std::string token{};
  wire::version_vector applied{};
  seq_number next = 1;
  std::uint64_t epoch = 0;
  bool opened = false;
  bool claim = false;
  wire::version_vector seen{};
};

class story {
 public:
  explicit story(node_settings settings = make_settings());

  actions on(event what) { return node.handle(what, now); }
  actions call(connection_id from, std::uint64_t id, const wire::room_call& what);
  actions notify(connection_id from, const wire::room_call& what);
  actions join(connection_id from, seat_number seat, joining what = {});
  actions answer(store_reply what, const std::string& room = room_name);  // to the last question
  actions answer_to(std::uint64_t request, store_reply what, const std::string& room = room_name);
  actions wait(milliseconds duration);  // then ticks once

  [[nodiscard]] std::string token(seat_number seat, const std::string& room = room_name) const;
  [[nodiscard]] std::string priority(seat_number seat) const;

  // Connections `first` and `second` are opened, and with them a room whose log has never held
  // anything: seats 1 and 2 have joined, epoch 1; the log is 1-1 moved, 1-2 snapshot, 1-3 opened.
  void open_room(connection_id first = 1, connection_id second = 2);

  // A room at epoch 1 in which seat 1 has joined on connection 1 and nobody else; the log is 1-1
  // moved, 1-2 snapshot.
  void open_half();

  // The appends that are asked for are stored, one after the other, until none is; the actions on
  // the way.
  actions store_all(actions begun);

  node_settings settings;
  wire::token_box tokens = make_tokens();
  instant now{{1'000'000}, begin_of_time};
  chat_node node;

 private:
  std::uint64_t last_request_ = 0;
  std::string last_room_ = room_name;
};

// ---- actions, in the words of a test -----------------------------------------------------------

[[nodiscard]] action says(connection_id to, wire::notification what);
[[nodiscard]] action answers(connection_id to, std::uint64_t id, wire::any_result what);
[[nodiscard]] action refuses(connection_id to, std::uint64_t id, wire::rpc_error why);
[[nodiscard]] action closes(connection_id id, wire::close_code code);
[[nodiscard]] action asks(std::uint64_t request, store_request what);
[[nodiscard]] action counts(metric what, std::string label = {}, std::uint64_t amount = 1,
                            std::string second_label = {});

// Without log lines and counts, where a story is not about them.
[[nodiscard]] actions essence(const actions& all);

// The one store request among them; fails the test if there is none or more than one.
[[nodiscard]] store_command question(const actions& all);

[[nodiscard]] log_entry message(std::uint64_t epoch, std::uint64_t n, seat_number seat,
                                seq_number seq, std::string body, unix_ms at = begin_of_time);
[[nodiscard]] wire::entry relayed(const log_entry& stored);
[[nodiscard]] appended stored_reply();

}  // namespace parley::room::test

namespace Catch {
template <>
struct StringMaker<parley::room::action> {
  static std::string convert(const parley::room::action& what);
};
}  // namespace Catch
