// room_log.wait_replicas against a real master and a real replica: the tick waits, and says so.
#include "tests/integration/room_log/stage.hpp"

namespace parley::test {

TEST_CASE("with a replica to wait for, nothing is stored or relayed before the replica has it") {
  redis_server master({"--repl-diskless-sync-delay", "0"});
  redis_server replica({"--replicaof", "127.0.0.1", std::to_string(master.port())});
  io::event_loop loop;
  live_node node(loop, "node-a", master.port(), 1);
  const auto until = [&](const std::function<bool()>& is_true) { return run_until(loop, is_true); };
  REQUIRE(until([&] {
    return master.command({"WAIT", "1", "20"}).number == 1;  // it is there and follows
  }));
  REQUIRE(node.becomes_ready());
  node.join(1, 1);
  node.join(2, 2);
  REQUIRE(until([&] { return node.of(2).caught_up == 1; }));
  node.send(1, 1);
  REQUIRE(until([&] {
    node.tick();
    return node.of(1).stored.size() == 1 && node.of(2).entries.size() == 1;
  }));
  const auto length = [](const redis_server& of) { return of.command({"XLEN", log_key}).number; };
  CHECK(length(replica) == length(master));

  replica.freeze();
  const auto before = length(master);
  std::size_t asked = 0;
  node.on_command = [&asked](const room::store_command& command) {
    if (std::holds_alternative<room::await_replicas>(command.what)) ++asked;
  };
  node.send(1, 2);
  REQUIRE(until([&] { return length(master) == before + 1; }));
  REQUIRE(until([&] {  // asked again and again, in vain
    node.tick();
    return asked == 2;
  }));
  CHECK(node.of(1).stored.size() == 1);
  CHECK(node.of(2).entries.size() == 1);

  replica.wake();
  REQUIRE(until([&] {
    node.tick();
    return node.of(1).stored.size() == 2;
  }));
  CHECK(seqs_of(node.of(2).entries) == counted_to(2));
  CHECK(length(replica) == length(master));
}

TEST_CASE("what a replica may lack is not acknowledged after the link broke, either") {
  redis_server master({"--repl-diskless-sync-delay", "0"});
  redis_server replica({"--replicaof", "127.0.0.1", std::to_string(master.port())});
  io::event_loop loop;
  tcp_proxy network{loop, master.port()};
  live_node node(loop, "node-a", network.port(), 1);
  const auto until = [&](const std::function<bool()>& is_true) { return run_until(loop, is_true); };
  REQUIRE(until([&] { return master.command({"WAIT", "1", "20"}).number == 1; }));
  REQUIRE(node.becomes_ready());
  node.join(1, 1);
  node.join(2, 2);
  REQUIRE(until([&] { return node.of(2).caught_up == 1; }));
  node.send(1, 1);
  REQUIRE(until([&] {
    node.tick();
    return node.of(1).stored.size() == 1 && node.of(2).entries.size() == 1;
  }));

  replica.freeze();
  const auto before = master.command({"XLEN", log_key}).number;
  node.send(1, 2);
  REQUIRE(until([&] { return master.command({"XLEN", log_key}).number == before + 1; }));
  std::size_t verified = 0;
  node.on_command = [&verified](const room::store_command& command) {
    if (std::holds_alternative<room::verify_log>(command.what)) ++verified;
  };
  network.cut();
  REQUIRE(until([&] { return verified == 1; }));
  const auto since = loop.now().steady;
  REQUIRE(until([&] { return loop.now().steady - since >= milliseconds{250}; }));
  CHECK(node.of(1).stored.size() == 1);
  CHECK(node.of(2).entries.size() == 1);

  replica.wake();
  REQUIRE(until([&] {
    node.tick();
    return node.of(1).stored.size() == 2;
  }));
  CHECK(seqs_of(node.of(2).entries) == counted_to(2));
}

}  // namespace parley::test
