// A matchmaker under test: tells it what happens, and names its actions so that a test can state
// them whole.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "matchmaker/pairing/matchmaker.hpp"

namespace parley::pairing::test {

inline constexpr unix_ms begin_of_time = 1'790'000'000'000;

[[nodiscard]] wire::token_box make_tokens();
[[nodiscard]] matchmaker_settings make_settings();
[[nodiscard]] std::string seed_of(connection_id id);     // of the sessions of a connection
[[nodiscard]] std::string session_of(connection_id id);  // the first of them
[[nodiscard]] node_info node(std::string id, std::uint64_t rooms = 0, bool draining = false);
[[nodiscard]] assignment assigned_to(const ticket_key& key, seat_number seat = 1);

class story {
 public:
  // With a link to Redis and one live node, "node-0".
  explicit story(matchmaker_settings settings = make_settings());

  actions on(event what) { return machine.handle(what, now); }
  actions call(connection_id from, std::uint64_t id, const wire::match_call& what);
  actions seek(connection_id from, wire::seek what);  // opens the connection too
  actions answer(store_reply what);                   // to the last command that has an answer
  actions answer_to(std::uint64_t request, store_reply what);
  actions wait(milliseconds duration);  // then ticks once

  // Connection `id` waits in the pool "en", and Redis has its ticket.
  ticket_key waits(connection_id id, std::vector<std::string> interests = {});
  [[nodiscard]] ticket_key key(connection_id id, std::uint64_t attempt = 1) const {
    return {session_of(id), id, attempt};
  }
  [[nodiscard]] std::string session_token(connection_id id) const;
  [[nodiscard]] std::string seat_token(const std::string& room) const;

  matchmaker_settings settings;
  wire::token_box tokens = make_tokens();
  instant now{{1'000'000}, begin_of_time};
  matchmaker machine;

 private:
  actions remember(actions out);
  std::uint64_t last_request_ = 0;
};

// ---- actions, in the words of a test -----------------------------------------------------------

[[nodiscard]] action says(connection_id to, wire::notification what);
[[nodiscard]] action answers(connection_id to, std::uint64_t id, wire::any_result what);
[[nodiscard]] action refuses(connection_id to, std::uint64_t id, wire::rpc_error why);
[[nodiscard]] action closes(connection_id id, wire::close_code code);

// Without log lines, counts and the numbers of commands: what a story is about.
[[nodiscard]] actions essence(const actions& all);
[[nodiscard]] action asks(store_request what);

// The pairing call among them; fails the test if there is none.
[[nodiscard]] seek_partners pairing_call(const actions& all);
[[nodiscard]] partners_sought all_wait(std::size_t wishes);

}  // namespace parley::pairing::test

namespace Catch {
template <>
struct StringMaker<parley::pairing::action> {
  static std::string convert(const parley::pairing::action& what);
};
}  // namespace Catch
