// The words of the stories.
#include "tests/unit/pairing/story.hpp"

#include <algorithm>

namespace parley::pairing::test {

wire::token_box make_tokens() {
  return wire::token_box({wire::make_token_key({1, 2, 3})});
}

matchmaker_settings make_settings() {
  matchmaker_settings settings;
  settings.id = "mm-0";
  return settings;
}

std::string seed_of(connection_id id) {
  const auto digits = std::to_string(id);
  return std::string(24 - digits.size(), '0') + digits;
}

std::string session_of(connection_id id) {
  return seed_of(id) + "00000000";
}

node_info node(std::string id, std::uint64_t rooms, bool draining) {
  return {std::move(id), "instance", rooms, 100, draining};
}

assignment assigned_to(const ticket_key& key, seat_number seat) {
  return {.session = key.session,
          .attempt = key.attempt,
          .room = "room",
          .seat = seat,
          .node = "node-0",
          .pool = "en",
          .interests = {"chess"},
          .names = {"Ann", "Bob"},
          .waited = milliseconds{1'500}};
}

story::story(matchmaker_settings with) : settings(std::move(with)), machine(settings, tokens) {
  (void)on(link_ready{});
  (void)on(nodes_listed{{node("node-0")}});
}

actions story::remember(actions out) {
  for (const auto& each : out) {
    const auto* command = std::get_if<store_command>(&each);
    if (command == nullptr) continue;
    const bool is_answered = !std::holds_alternative<drop_ticket>(command->what) &&
                             !std::holds_alternative<detach_ticket>(command->what);
    if (is_answered) last_request_ = command->request;
  }
  return out;
}

actions story::call(connection_id from, std::uint64_t id, const wire::match_call& what) {
  return remember(on(frame_received{from, wire::encode_request(id, what)}));
}

actions story::seek(connection_id from, wire::seek what) {
  (void)on(connection_opened{from, from, seed_of(from)});
  return call(from, 1, what);
}

actions story::answer(store_reply what) {
  return answer_to(last_request_, std::move(what));
}

actions story::answer_to(std::uint64_t request, store_reply what) {
  return remember(on(store_answer{request, std::move(what)}));
}

actions story::wait(milliseconds duration) {
  now.steady = now.steady + duration;
  now.wall += duration.count();
  return remember(on(tick{}));
}

ticket_key story::waits(connection_id id, std::vector<std::string> interests) {
  (void)seek(id, {.language = "en", .interests = std::move(interests), .attempt = 1});
  (void)answer(all_wait(1));
  return key(id);
}

std::string story::session_token(connection_id id) const {
  return tokens.sign(wire::session_claims{session_of(id)}, now.wall);
}

std::string story::seat_token(const std::string& room) const {
  return tokens.sign(wire::seat_claims{.sid = session_of(1),
                                       .room = room,
                                       .seat = 1,
                                       .attempt = 1,
                                       .language = "en",
                                       .members = {{1, "Ann"}, {2, "Bob"}}},
                     now.wall);
}

action says(connection_id to, wire::notification what) {
  return send_notification{to, std::move(what)};
}

action answers(connection_id to, std::uint64_t id, wire::any_result what) {
  return send_result{to, id, std::move(what)};
}

action refuses(connection_id to, std::uint64_t id, wire::rpc_error why) {
  return send_error{to, wire::request_id{id}, std::move(why)};
}

action closes(connection_id id, wire::close_code code) {
  return close_connection{id, code};
}

action asks(store_request what) {
  return store_command{0, std::move(what)};
}

actions essence(const actions& all) {
  actions kept;
  for (auto each : all) {
    if (std::holds_alternative<log_line>(each) || std::holds_alternative<count>(each)) continue;
    if (auto* command = std::get_if<store_command>(&each)) command->request = 0;
    kept.push_back(std::move(each));
  }
  return kept;
}

seek_partners pairing_call(const actions& all) {
  for (const auto& each : all) {
    const auto* command = std::get_if<store_command>(&each);
    if (command == nullptr) continue;
    if (const auto* call = std::get_if<seek_partners>(&command->what)) return *call;
  }
  FAIL("no pairing call");
  return {};
}

partners_sought all_wait(std::size_t wishes) {
  return {std::vector(wishes, ticket_outcome{.state = ticket_state::waiting}), {}, false};
}

}  // namespace parley::pairing::test

std::string Catch::StringMaker<parley::pairing::action>::convert(
    const parley::pairing::action& what) {
  using namespace parley::pairing;
  if (const auto* send = std::get_if<send_notification>(&what))
    return "to " + std::to_string(send->to) + ": " + parley::wire::encode(send->what);
  if (const auto* send = std::get_if<send_result>(&what))
    return "to " + std::to_string(send->to) + ": " +
           parley::wire::encode_result(send->id, send->what);
  if (const auto* send = std::get_if<send_error>(&what))
    return "to " + std::to_string(send->to) + ": " +
           parley::wire::encode_error(send->id, send->what);
  if (const auto* close = std::get_if<close_connection>(&what))
    return "close " + std::to_string(close->id) + " " + std::string(name_of(close->code));
  if (const auto* command = std::get_if<store_command>(&what))
    return "store request of kind " + std::to_string(command->what.index());
  return "action of kind " + std::to_string(what.index());
}
