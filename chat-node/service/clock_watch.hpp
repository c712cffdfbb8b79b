// Asks the sources of time that the operator has named, and tells what they agree on. What an
// answer is worth, core/clocks decides.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "chat-node/service/clock_options.hpp"
#include "core/clocks/watch.hpp"
#include "core/io/http_ask.hpp"
#include "core/io/log.hpp"
#include "core/io/loop.hpp"
#include "core/io/metrics.hpp"
#include "core/io/net_place.hpp"

namespace parley::chat_node_service {

class clock_watch {
 public:
  // `on_reference` is called every second while there are sources.
  clock_watch(io::event_loop& loop, io::logger& log, io::metrics_registry& metrics,
              const clock_options& options,
              std::function<void(std::optional<clocks::reading>)> on_reference);

  void start();
  void stop() { ticks_.cancel(); }

 private:
  struct source {
    std::string name;
    std::optional<io::net_place> sntp{};  // else by HTTP
    io::http_question http{};
    bool is_failing = false;
  };

  void tick();
  void ask_by_sntp(std::size_t which);
  void ask_by_http(std::size_t which);
  void take(std::size_t which, const clocks::reading& taken);
  void take(std::size_t which, clocks::trouble what);
  void count(const source& from, std::string_view outcome);

  io::event_loop& loop_;
  io::logger& log_;
  io::metrics_registry& metrics_;
  std::vector<source> sources_;
  clocks::watch watch_;
  std::function<void(std::optional<clocks::reading>)> on_reference_;
  std::optional<clocks::reading> reference_;
  std::random_device nonces_;
  io::timer ticks_;
};

}  // namespace parley::chat_node_service
