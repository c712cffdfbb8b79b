// A redis_client with a record of what it told, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"
#include "tests/support/run_until.hpp"

namespace parley::test {

// Quick to notice and quick to come back, so that tests are.
inline io::redis_settings quick_settings(std::uint16_t port) {
  io::redis_settings settings;
  settings.port = port;
  settings.timeout = milliseconds{300};
  settings.first_wait = milliseconds{5};
  settings.longest_wait = milliseconds{50};
  return settings;
}

struct linked_client {
  io::event_loop& loop;
  std::vector<std::string> told;    // "ready 1", "lost: …", and what tests add
  std::vector<std::string> failed;  // reasons
  io::redis_client client;

  linked_client(io::event_loop& on, io::redis_settings settings,
                std::vector<io::function_library> libraries = {})
      : loop(on),
        client(on, std::move(settings), std::move(libraries),
               {.on_ready =
                    [this](std::uint64_t number) {
                      told.push_back("ready " + std::to_string(number));
                    },
                .on_lost = [this](std::string_view) { told.emplace_back("lost"); },
                .on_failed = [this](std::string_view why) { failed.emplace_back(why); }}) {
    client.start();
  }

  [[nodiscard]] bool becomes_ready() {
    return run_until(loop, [this] { return client.is_ready(); });
  }

  [[nodiscard]] bool becomes_lost() {
    return run_until(loop, [this] { return !client.is_ready(); });
  }

  // Sends it and waits for the answer.
  io::redis_reply ask(io::redis_command command) {
    return wait(
        [&](io::redis_callback done) { client.command(std::move(command), std::move(done)); });
  }

  io::redis_reply ask_all(std::vector<io::redis_command> commands) {
    return wait(
        [&](io::redis_callback done) { client.transaction(std::move(commands), std::move(done)); });
  }

  io::redis_reply call(std::string function, std::vector<std::string> keys,
                       std::vector<std::string> args) {
    return wait([&](io::redis_callback done) {
      client.fcall(std::move(function), std::move(keys), std::move(args), std::move(done));
    });
  }

 private:
  template <class Send>
  io::redis_reply wait(const Send& send) {
    // Shared, because an answer may come after this test has given up waiting.
    const auto answers = std::make_shared<std::vector<io::redis_reply>>();
    send([answers](const io::redis_reply& reply) { answers->push_back(reply); });
    if (!run_until(loop, [&] { return !answers->empty(); })) return io::redis_reply::lost("waited");
    return answers->front();
  }
};

}  // namespace parley::test
