// The usual stage: a private Redis, node a behind a network that a test can break, and node b
// beside it.
#pragma once

#include <catch2/catch.hpp>

#include "tests/integration/room_log/live_node.hpp"
#include "tests/support/tcp_proxy.hpp"

namespace parley::test {

struct stage {
  redis_server redis;
  io::event_loop loop;
  tcp_proxy network{loop, redis.port()};
  live_node a{loop, "node-a", network.port()};
  live_node b{loop, "node-b", redis.port()};

  stage() {
    REQUIRE(a.becomes_ready());
    REQUIRE(b.becomes_ready());
  }

  [[nodiscard]] bool until(const std::function<bool()>& is_true) {
    return run_until(loop, is_true);
  }

  // Members 1 and 2 talk at node a, on connections 1 and 2.
  void open_at_a() {
    a.join(1, 1);
    REQUIRE(until([&] { return a.of(1).caught_up == 1; }));
    a.join(2, 2);
    REQUIRE(until(
        [&] { return a.of(2).caught_up == 1 && read_whole_log(redis).reader().state().opened; }));
  }

  // Member 1 says 1 to `last` and waits until each is stored; member 2 applies none of it.
  void talk_at_a(seq_number first, seq_number last) {
    for (auto seq = first; seq <= last; ++seq)
      a.send(1, seq);
    REQUIRE(until([&] { return a.of(1).stored.size() == last; }));
  }

  // A member moves to node b, which takes every other node for dead, as it does when a lease is
  // over.
  void take_over_at_b(connection_id as, seat_number seat, wire::join with = {}) {
    b.take(room::nodes_listed{{{"node-b", "instance-of-node-b", 0, 100, false}}});
    b.join(as, seat, std::move(with));
    REQUIRE(until([&] { return b.of(as).caught_up == 1; }));
  }
};

}  // namespace parley::test
