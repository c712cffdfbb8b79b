// The stage of the room's tests.
#include "tests/unit/room/story.hpp"

#include <algorithm>
#include <sstream>

namespace parley::room::test {

wire::token_box make_tokens() {
  std::array<unsigned char, 32> secret{};
  secret.fill(7);
  return wire::token_box({wire::make_token_key(secret)});
}

node_settings make_settings() {
  node_settings settings;
  settings.id = "node-0";
  settings.instance = "i0";
  return settings;
}

owner_record owner(std::string node, std::string instance, std::uint64_t epoch) {
  return {.node = std::move(node), .instance = std::move(instance), .epoch = epoch};
}

story::story(node_settings given) : settings(given), node(std::move(given), make_tokens()) {
  on(link_ready{});
}

std::string story::token(seat_number seat, const std::string& room) const {
  return tokens.sign(wire::seat_claims{.sid = std::string(31, '0') + std::to_string(seat),
                                       .room = room,
                                       .seat = seat,
                                       .attempt = 1,
                                       .language = "en",
                                       .members = {{1, "Ada"}, {2, "Bob"}}},
                     begin_of_time);
}

std::string story::priority(seat_number seat) const {
  return tokens.sign(wire::priority_claims{std::string(31, '0') + std::to_string(seat)}, now.wall);
}

actions story::call(connection_id from, std::uint64_t id, const wire::room_call& what) {
  return on(frame_received{from, wire::encode_request(wire::request_id{id}, what)});
}

actions story::notify(connection_id from, const wire::room_call& what) {
  return on(frame_received{from, wire::encode_notification(what)});
}

actions story::join(connection_id from, seat_number seat, joining what) {
  const auto shown = what.token.empty() ? token(seat) : what.token;
  (void)on(connection_opened{from});
  const auto out = call(
      from, 1,
      wire::join{shown, what.applied, what.next, what.epoch, what.opened, what.claim, what.seen});
  for (const auto& each : out)
    if (const auto* asked = std::get_if<store_command>(&each)) last_request_ = asked->request;
  return out;
}

actions story::answer(store_reply what, const std::string& room) {
  return answer_to(last_request_, std::move(what), room);
}

actions story::answer_to(std::uint64_t request, store_reply what, const std::string& room) {
  auto out = on(store_answer{room, request, std::move(what)});
  for (const auto& each : out)
    if (const auto* asked = std::get_if<store_command>(&each)) last_request_ = asked->request;
  return out;
}

actions story::wait(milliseconds duration) {
  now.steady = now.steady + duration;
  now.wall += duration.count();
  auto out = on(tick{});
  for (const auto& each : out)
    if (const auto* asked = std::get_if<store_command>(&each)) last_request_ = asked->request;
  return out;
}

actions story::store_all(actions begun) {
  auto all = begun;
  for (auto last = std::move(begun);;) {
    const auto asked = std::ranges::find_if(last, [](const action& each) {
      const auto* command = std::get_if<store_command>(&each);
      return command != nullptr && std::holds_alternative<append_entries>(command->what);
    });
    if (asked == last.end()) return all;
    last = answer_to(std::get<store_command>(*asked).request, stored_reply());
    all.insert(all.end(), last.begin(), last.end());
  }
}

void story::open_half() {
  (void)join(1, 1);
  (void)answer(owner_found{});
  (void)answer(claim_granted{{1, 1}});
  (void)store_all(answer(log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}}));
}

void story::open_room(connection_id first, connection_id second) {
  (void)join(first, 1);
  (void)answer(owner_found{});
  (void)answer(claim_granted{{1, 1}});
  (void)store_all(answer(log_page{{{{1, 1}, moved_record{"node-0"}}}, {1, 1}}));
  (void)store_all(join(second, 2));
}

action says(connection_id to, wire::notification what) {
  return send_notification{to, std::move(what)};
}
action answers(connection_id to, std::uint64_t id, wire::any_result what) {
  return send_result{to, wire::request_id{id}, std::move(what)};
}
action refuses(connection_id to, std::uint64_t id, wire::rpc_error why) {
  return send_error{to, wire::request_id{id}, std::move(why)};
}
action closes(connection_id id, wire::close_code code) {
  return close_connection{id, code};
}
action asks(std::uint64_t request, store_request what) {
  return store_command{room_name, request, std::move(what)};
}
action counts(metric what, std::string label, std::uint64_t amount, std::string second_label) {
  return count{what, std::move(label), amount, std::move(second_label)};
}

actions essence(const actions& all) {
  actions kept;
  std::ranges::copy_if(all, std::back_inserter(kept), [](const action& each) {
    return !std::holds_alternative<count>(each) && !std::holds_alternative<log_line>(each);
  });
  return kept;
}

store_command question(const actions& all) {
  std::vector<store_command> asked;
  for (const auto& each : all)
    if (const auto* command = std::get_if<store_command>(&each)) asked.push_back(*command);
  REQUIRE(asked.size() == 1);
  return asked.front();
}

log_entry message(std::uint64_t epoch, std::uint64_t n, seat_number seat, seq_number seq,
                  std::string body, unix_ms at) {
  return {{epoch, n}, message_record{seat, seq, "text", std::move(body), at}};
}

wire::entry relayed(const log_entry& stored) {
  const auto& said = std::get<message_record>(stored.what);
  return {stored.id, said.seat, said.seq, said.kind, said.body, said.at};
}

appended stored_reply() {
  return {append_outcome::stored};
}

}  // namespace parley::room::test

namespace {

using namespace parley::room;
using parley::entry_id;

struct describer {
  std::ostringstream& out;

  void operator()(const send_notification& each) const {
    out << "says to " << each.to << ' ' << parley::wire::encode(each.what);
  }
  void operator()(const send_result& each) const {
    out << "answers " << each.to << ' ' << parley::wire::encode_result(each.id, each.what);
  }
  void operator()(const send_error& each) const {
    out << "refuses " << each.to << ' ' << parley::wire::encode_error(each.id, each.what);
  }
  void operator()(const close_connection& each) const {
    out << "closes " << each.id << ' ' << parley::wire::name_of(each.code);
  }
  void operator()(const ask_queue_level& each) const { out << "asks queue of " << each.id; }
  void operator()(const store_command& each) const {
    out << "asks store " << each.request << " (" << each.what.index() << ')';
    if (const auto* append = std::get_if<append_entries>(&each.what)) {
      for (const auto& entry : append->entries) {
        out << ' ' << to_string(entry.id);
        for (const auto& [name, value] : to_fields(entry.what))
          out << ' ' << name << '=' << value;
      }
    }
    if (const auto* claim = std::get_if<claim_room>(&each.what))
      out << " known " << claim->known_epoch << " expects " << claim->expected_owner;
  }
  void operator()(const ask_filter& each) const {
    out << "asks filter " << each.request;
    for (const auto& text : each.texts)
      out << " '" << text << "'";
  }
  void operator()(const announce&) const { out << "announces"; }
  void operator()(const finished&) const { out << "is finished"; }
  void operator()(const log_line& each) const { out << "logs " << each.text; }
  void operator()(const count& each) const {
    out << "counts " << static_cast<int>(each.what) << ' ' << each.label << ' ' << each.amount
        << ' ' << each.second_label;
  }
};

}  // namespace

std::string Catch::StringMaker<parley::room::action>::convert(const parley::room::action& what) {
  std::ostringstream out;
  std::visit(describer{out}, what);
  return "\n    " + out.str();
}
