// Two visitors, a room and a network that breaks at any moment: whatever is said is heard once, in
// order.
#include <catch2/catch.hpp>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "chaos/client/client.hpp"
#include "core/base/random_bits.hpp"

namespace parley::client {

namespace {

// The simplest room that keeps the protocol: a log, receipts, and no bounds.
struct toy_room {
  struct message {
    seat_number from;
    seq_number seq;
    std::string body;
  };
  std::vector<message> log;
  std::map<seat_number, seq_number> stored{{1, 0}, {2, 0}};
  std::map<seat_number, wire::version_vector> receipts;
};

class toy_world {
 public:
  explicit toy_world(std::uint64_t seed) : random_(seed) {
    for (seat_number seat : {1U, 2U}) {
      visitors_.emplace(seat, side{client{{}, [this] { return random_.fraction(); }}});
      happens(seat, wish{"en", {}, "Somebody"});
    }
  }

  void step(bool trouble) {
    now_.steady =
        now_.steady + milliseconds{static_cast<std::int64_t>(random_.below(trouble ? 60 : 400))};
    const auto seat = static_cast<seat_number>(1 + random_.below(2));
    side& who = visitors_.at(seat);
    const auto chance = random_.below(100);
    if (who.torn && chance < 10) return cut(seat);
    if (trouble && chance < 4) return cut(seat);
    if (trouble && chance < 6) return reload(seat);
    if (trouble && chance < 25) return happens(seat, say{std::to_string(who.said.size() + 1)});
    if (chance < 60 && !who.to_service.empty()) return serve(seat);
    if (!who.to_client.empty()) return hear(seat);
    const auto due = who.visitor.deadline();
    if (due && *due <= now_.steady) happens(seat, deadline_passed{});
  }

  [[nodiscard]] bool at_rest() const {
    const auto rests = [](const side& s) {
      return s.visitor.current() == state::joined && s.visitor.kept().outgoing.empty();
    };
    return rests(visitors_.at(1)) && rests(visitors_.at(2));
  }

  [[nodiscard]] const std::vector<std::string>& said(seat_number seat) const {
    return visitors_.at(seat).said;
  }
  [[nodiscard]] const std::vector<std::string>& heard(seat_number seat) const {
    return visitors_.at(seat).heard;
  }
  [[nodiscard]] std::size_t reconnects() const { return reconnects_; }

 private:
  struct side {
    client visitor;
    std::map<link_number, std::string> links{};  // what is at the other end
    std::deque<std::pair<link_number, std::string>> to_service{};
    std::deque<event> to_client{};
    link_number joined = 0;
    bool torn = false;  // something on its way was lost: the connection will break
    std::vector<std::string> said{};
    std::vector<std::string> heard{};
  };

  void happens(seat_number seat, const event& what) {
    side& who = visitors_.at(seat);
    for (const action& wanted : who.visitor.handle(what, now_))
      perform(who, wanted, what);
  }

  void perform(side& who, const action& wanted, const event& what) {
    if (const auto* open = std::get_if<open_matchmaker>(&wanted)) connect(who, open->link, "match");
    if (const auto* open = std::get_if<open_node>(&wanted)) connect(who, open->link, "node");
    if (const auto* sent = std::get_if<send_text>(&wanted)) {
      if (who.links.count(sent->link) > 0) who.to_service.emplace_back(sent->link, sent->text);
    }
    if (const auto* drop = std::get_if<drop_link>(&wanted)) who.links.erase(drop->link);
    if (std::holds_alternative<accepted>(wanted)) who.said.push_back(std::get<say>(what).body);
    if (const auto* shown = std::get_if<show_message>(&wanted))
      who.heard.push_back(shown->entry.body);
    if (const auto* shown = std::get_if<show_state>(&wanted))
      reconnects_ += shown->state == state::reconnecting ? 1 : 0;
  }

  void connect(side& who, link_number link, std::string where) {
    who.links[link] = std::move(where);
    who.to_client.emplace_back(link_opened{link});
  }

  // Everything under way is lost, and the client hears of the end at some time.
  void cut(seat_number seat) {
    side& who = visitors_.at(seat);
    if (who.links.empty()) return;
    const link_number link = who.links.rbegin()->first;
    who.links.erase(link);
    who.torn = false;
    if (random_.below(4) > 0) who.to_client.clear();
    who.to_client.emplace_back(link_closed{link, 1006});
  }

  void reload(seat_number seat) {
    side& who = visitors_.at(seat);
    who.visitor = client{{}, [this] { return random_.fraction(); }, memory{who.visitor.kept()}};
    who.links.clear();
    who.to_client.clear();
    who.to_service.clear();
    who.joined = 0;
    who.torn = false;
  }

  void hear(seat_number seat) {
    side& who = visitors_.at(seat);
    const event what = who.to_client.front();
    who.to_client.pop_front();
    happens(seat, what);
  }

  void serve(seat_number seat) {
    side& who = visitors_.at(seat);
    const auto [link, frame] = who.to_service.front();
    who.to_service.pop_front();
    if (who.links.count(link) == 0) return;
    if (who.links.at(link) == "match") {
      serve_match(seat, link,
                  std::get<wire::request<wire::match_call>>(wire::decode_match_call(frame)));
    } else {
      serve_room(seat, link,
                 std::get<wire::request<wire::room_call>>(wire::decode_room_call(frame)));
    }
  }

  void tell(seat_number seat, link_number link, std::string text) {
    visitors_.at(seat).to_client.emplace_back(link_text{link, std::move(text)});
  }
  void notify_other(seat_number seat, const wire::notification& said) {
    const seat_number other = 3 - seat;
    const side& who = visitors_.at(other);
    if (who.links.count(who.joined) > 0) tell(other, who.joined, wire::encode(said));
  }

  // Now and then one comes twice, or not at all on a connection that is about to break.
  void relay(seat_number seat, const wire::entry& entry) {
    const auto chance = random_.below(15);
    if (chance == 0) {
      visitors_.at(3 - seat).torn = true;
      return;
    }
    notify_other(seat, entry);
    if (chance == 1) notify_other(seat, entry);
  }

  void serve_match(seat_number seat, link_number link,
                   const wire::request<wire::match_call>& asked) {
    if (const auto* sought = std::get_if<wire::seek>(&asked.call)) {
      tell(seat, link,
           wire::encode_result(*asked.id, wire::seek_result{"session", sought->attempt}));
      tell(seat, link,
           wire::encode(wire::assigned{
               sought->attempt, "room", seat, "token", "node-0", "en", {}, {3 - seat, "Other"}}));
    } else {
      tell(seat, link, wire::encode_result(*asked.id, wire::resume_result{"node-0", false}));
    }
  }

  void serve_room(seat_number seat, link_number link, const wire::request<wire::room_call>& asked) {
    if (const auto* join = std::get_if<wire::join>(&asked.call))
      return serve_join(seat, link, *asked.id, *join);
    if (const auto* sent = std::get_if<wire::send>(&asked.call))
      return serve_send(seat, link, *asked.id, *sent);
    if (const auto* receipt = std::get_if<wire::received>(&asked.call)) {
      room_.receipts[seat] = receipt->applied;
      notify_other(seat, wire::delivered{seat, receipt->applied});
    } else if (const auto* sync = std::get_if<wire::sync>(&asked.call)) {
      tell(seat, link, wire::encode_result(*asked.id, wire::sync_result{sync->t0, 0, 0}));
    }
  }

  void serve_join(seat_number seat, link_number link, const wire::request_id& id,
                  const wire::join& join) {
    const seat_number other = 3 - seat;
    visitors_.at(seat).joined = link;
    room_.receipts[seat] = join.applied;
    REQUIRE(join.next - 1 <= room_.stored[seat]);
    const bool present = visitors_.at(other).links.count(visitors_.at(other).joined) > 0;
    const auto state = present ? wire::presence_state::present : wire::presence_state::away;
    tell(seat, link,
         wire::encode_result(
             id, wire::join_result{1,
                                   seat,
                                   room_.stored[seat],
                                   0,
                                   120'000,
                                   {{other, "Other", state, 0, 1, room_.receipts[other]}}}));
    const auto applied = join.applied.count(other) > 0 ? join.applied.at(other) : 0;
    for (const auto& m : room_.log) {
      if (m.from == other && m.seq > applied)
        tell(seat, link, wire::encode(wire::entry{{1, 1}, m.from, m.seq, "text", m.body, 0}));
    }
    tell(seat, link, wire::encode(wire::caught_up{}));
    notify_other(seat, wire::presence{seat, wire::presence_state::present, 0});
    notify_other(seat, wire::delivered{seat, join.applied});
  }

  void serve_send(seat_number seat, link_number link, const wire::request_id& id,
                  const wire::send& sent) {
    seq_number& stored = room_.stored[seat];
    if (sent.seq > stored + 1) {
      return tell(seat, link,
                  wire::encode_error(id, {.code = wire::error_code::gap, .expected = stored + 1}));
    }
    if (random_.below(20) == 0) {
      return tell(seat, link,
                  wire::encode_error(id, {.code = wire::error_code::busy, .retry_ms = 50}));
    }
    if (sent.seq == stored + 1) {
      ++stored;
      room_.log.push_back({seat, sent.seq, sent.body});
      relay(seat, wire::entry{{1, room_.log.size()}, seat, sent.seq, "text", sent.body, 0});
    }
    tell(seat, link, wire::encode_result(id, wire::send_result{entry_id{1, 1}, 0}));
  }

  random_bits random_;
  instant now_{{1'000'000}, 0};
  std::map<seat_number, side> visitors_;
  toy_room room_;
  std::size_t reconnects_ = 0;
};

}  // namespace

TEST_CASE("whatever breaks, all that was said is heard once and in order, and all comes to rest") {
  std::size_t reconnects = 0;
  std::size_t messages = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    toy_world world{seed};
    for (int i = 0; i < 1'000; ++i)
      world.step(true);
    for (int i = 0; i < 20'000 && !world.at_rest(); ++i)
      world.step(false);
    REQUIRE(world.at_rest());
    REQUIRE(world.heard(1) == world.said(2));
    REQUIRE(world.heard(2) == world.said(1));
    reconnects += world.reconnects();
    messages += world.said(1).size() + world.said(2).size();
  }
  CHECK(reconnects > 1'000);
  CHECK(messages > 10'000);
}

}  // namespace parley::client
