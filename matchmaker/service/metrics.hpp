// The matchmaker's metrics under their names for Prometheus.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/loop.hpp"
#include "core/io/metrics.hpp"
#include "core/link/slots.hpp"
#include "matchmaker/pairing/actions.hpp"
#include "matchmaker/pairing/matchmaker.hpp"

namespace parley::matchmaker_service {

class matchmaker_metrics {
 public:
  // Reads the gauges from the machine, the links and the loop at each scrape; all must outlive the
  // registry's last text.
  matchmaker_metrics(const pairing::matchmaker& matchmaker, const link::slot_set& linked,
                     const io::event_loop& loop, const std::vector<std::string>& pools);

  void count(const pairing::count& counted);
  void observe_wait(milliseconds waited);
  void observe_call(std::chrono::duration<double> time, std::size_t wishes);
  void refused_handshake() { refused_handshakes_.add(); }
  void link_ready() { links_.add(); }
  void redirected(std::string_view kind);

  [[nodiscard]] std::string text() const { return registry_.text(); }
  [[nodiscard]] io::metrics_registry& registry() { return registry_; }

 private:
  io::metrics_registry registry_;
  io::histogram& wait_seconds_;
  io::histogram& call_seconds_;
  io::histogram& batch_size_;
  io::counter& refused_handshakes_;
  io::counter& links_;
};

}  // namespace parley::matchmaker_service
