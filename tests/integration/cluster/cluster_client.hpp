// A redis_cluster with a record of what it told, and one real cluster for all tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/io/redis_cluster.hpp"
#include "tests/integration/redis/linked_client.hpp"
#include "tests/support/redis_cluster.hpp"
#include "tests/support/run_until.hpp"

namespace parley::test {

// Founded once: it takes seconds. Each test uses keys of its own, and leaves slots where it likes.
[[nodiscard]] inline redis_cluster& the_cluster() {
  static redis_cluster cluster;
  return cluster;
}

struct cluster_client {
  io::event_loop loop;
  link::slot_set ready;
  std::vector<std::string> told;  // "ready 1", "lost 5461": how many slots
  std::vector<std::string> redirects;
  std::vector<std::string> failed;
  io::redis_cluster client;

  explicit cluster_client(std::vector<io::function_library> libraries = {})
      : client(loop, {the_cluster().address(1)}, quick_settings(0), std::move(libraries),
               {.on_ready =
                    [this](const link::slot_set& slots) {
                      ready.add(slots);
                      told.push_back("ready " + std::to_string(slots.count()));
                    },
                .on_lost =
                    [this](const link::slot_set& slots, std::string_view) {
                      ready.remove(slots);
                      told.push_back("lost " + std::to_string(slots.count()));
                    },
                .on_failed = [this](std::string_view why) { failed.emplace_back(why); },
                .on_redirect = [this](std::string_view kind) { redirects.emplace_back(kind); }}) {
    client.start();
  }

  [[nodiscard]] bool becomes_whole() {
    return run_until(loop, [this] { return ready.is_all(); });
  }

  using answer = std::shared_ptr<std::vector<io::redis_reply>>;

  // Sends it; the answer comes while the loop turns.
  [[nodiscard]] answer begin(const io::redis_command& command) {
    auto [all, done] = listen();
    client.command(command, done);
    return all;
  }
  [[nodiscard]] answer begin_all(const std::vector<io::redis_command>& commands) {
    auto [all, done] = listen();
    client.transaction(commands, done);
    return all;
  }
  [[nodiscard]] answer begin_call(std::string function, std::vector<std::string> keys,
                                  std::vector<std::string> args) {
    auto [all, done] = listen();
    client.fcall(std::move(function), std::move(keys), std::move(args), done);
    return all;
  }

  io::redis_reply wait(const answer& begun) {
    if (!run_until(loop, [&] { return !begun->empty(); })) return io::redis_reply::lost("waited");
    return begun->front();
  }
  io::redis_reply ask(const io::redis_command& command) { return wait(begin(command)); }

 private:
  static std::pair<answer, io::redis_callback> listen() {
    auto all = std::make_shared<std::vector<io::redis_reply>>();
    return {all, [all](const io::redis_reply& reply) { all->push_back(reply); }};
  }
};

}  // namespace parley::test
