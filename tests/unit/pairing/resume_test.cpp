// Where is a room now? (docs/protocol.md, `resume`)
#include "tests/unit/pairing/story.hpp"

namespace parley::pairing::test {

using wire::error_code;

namespace {

struct resuming : story {
  resuming() {
    (void)on(nodes_listed{{node("node-0"), node("node-1")}});
    (void)on(connection_opened{1, 1, seed_of(1)});
  }
  actions ask(std::vector<std::string> unreachable = {}) {
    return call(1, 5, wire::resume{seat_token("r"), std::move(unreachable)});
  }
  action routed(std::string to, bool claim) {
    return answers(1, 5, wire::resume_result{std::move(to), claim});
  }
};

owner_read owned_by(std::string node, std::string instance = "instance") {
  return {room_owner{std::move(node), std::move(instance)}};
}

}  // namespace

TEST_CASE("a room is where its owner lives") {
  resuming s;
  CHECK(essence(s.ask()) == actions{asks(read_owner{"r"})});
  CHECK(essence(s.answer(owned_by("node-1"))) == actions{s.routed("node-1", false)});
}

TEST_CASE("an owner that is dead, draining, restarted or unreachable: a live node claims") {
  resuming s;
  SECTION("dead") {
    (void)s.on(nodes_listed{{node("node-1")}});
    (void)s.ask();
    CHECK(essence(s.answer(owned_by("node-0"))) == actions{s.routed("node-1", true)});
  }
  SECTION("draining") {
    (void)s.on(nodes_listed{{node("node-0", 0, true), node("node-1")}});
    (void)s.ask();
    CHECK(essence(s.answer(owned_by("node-0"))) == actions{s.routed("node-1", true)});
  }
  SECTION("restarted: the same name, another process") {
    (void)s.ask();
    const auto out = essence(s.answer(owned_by("node-0", "before")));
    CHECK(std::get<wire::resume_result>(std::get<send_result>(out.at(0)).what).claim);
  }
  SECTION("unreachable, the client says") {
    (void)s.ask({"node-0"});
    CHECK(essence(s.answer(owned_by("node-0"))) == actions{s.routed("node-1", true)});
  }
  SECTION("unreachable like all others: rather the owner than nobody") {
    (void)s.ask({"node-0", "node-1"});
    CHECK(essence(s.answer(owned_by("node-0"))) == actions{s.routed("node-0", false)});
  }
}

TEST_CASE("a room that Redis has lost is rebuilt on one node, whoever of its members asks") {
  resuming s;
  (void)s.ask();
  const auto first = essence(s.answer(owner_read{}));
  (void)s.ask();
  CHECK(essence(s.answer(owner_read{})) == first);
}

TEST_CASE("an ended room is not resumed") {
  resuming s;
  (void)s.ask();
  CHECK(essence(s.answer(owner_read{room_owner{"node-0", "instance", true, "left", 2}})) ==
        actions{refuses(1, 5, {.code = error_code::room_ended, .reason = "left", .by = 2})});
}

TEST_CASE("no node, no Redis, no good token") {
  resuming s;
  SECTION("no node lives") {
    (void)s.on(nodes_listed{});
    (void)s.ask();
    CHECK(essence(s.answer(owned_by("node-0"))) ==
          actions{refuses(1, 5, {.code = error_code::no_node, .retry_ms = 1'000})});
  }
  const auto away =
      actions{refuses(1, 5, {.code = error_code::storage_unavailable, .retry_ms = 1'000})};
  SECTION("Redis is away") {
    (void)s.on(link_lost{});
    CHECK(essence(s.ask()) == away);
  }
  SECTION("Redis goes away before it answers") {
    (void)s.ask();
    CHECK(essence(s.answer(store_lost{})) == away);
  }
  SECTION("a cluster's master with this room goes away: pairing is elsewhere, and goes on") {
    (void)s.ask();
    (void)s.answer(store_lost{});
    CHECK(s.machine.has_link());
  }
  SECTION("a token that is not ours") {
    CHECK(essence(s.call(1, 5, wire::resume{"forged"})) ==
          actions{refuses(1, 5, {.code = error_code::token_invalid})});
  }
  SECTION("a token that has expired") {
    const wire::resume old{s.seat_token("r")};
    (void)s.wait(milliseconds{25 * 3'600'000});
    CHECK(essence(s.call(1, 5, old)) ==
          actions{refuses(1, 5, {.code = error_code::token_expired})});
  }
}

}  // namespace parley::pairing::test
