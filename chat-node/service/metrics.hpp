// The chat-node's metrics under their names for Prometheus.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "chat-node/room/actions.hpp"
#include "chat-node/room/chat_node.hpp"
#include "core/io/loop.hpp"
#include "core/io/metrics.hpp"

namespace parley::chat_node_service {

class node_metrics {
 public:
  // Reads the gauges from the machine and the loop at each scrape; both must outlive the registry's
  // last text.
  node_metrics(const room::chat_node& node, std::size_t capacity, const io::event_loop& loop);

  void count(const room::count& counted);
  void observe_append(std::chrono::duration<double> time) { append_seconds_.observe(time.count()); }
  void copy_missed() { copies_missed_.add(); }
  void slow_consumer() { count({room::metric::slow_consumers}); }
  void refused_handshake() { refused_handshakes_.add(); }
  void link_ready() { links_.add(); }
  void redirected(std::string_view kind);

  [[nodiscard]] std::string text() const { return registry_.text(); }
  [[nodiscard]] io::metrics_registry& registry() { return registry_; }

 private:
  io::metrics_registry registry_;
  io::histogram& append_seconds_;
  io::counter& refused_handshakes_;
  io::counter& links_;
  io::counter& copies_missed_;
};

}  // namespace parley::chat_node_service
