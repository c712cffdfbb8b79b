// Names, helps and labels.
#include "matchmaker/service/metrics.hpp"

#include <string_view>
#include <utility>

namespace parley::matchmaker_service {
namespace {

struct family {
  std::string_view name;
  std::string_view help;
  const char* label;  // null: none
};

family family_of(pairing::metric what) {
  using pairing::metric;
  switch (what) {
    case metric::pairs:
      return {"parley_pairs_total", "Pairs made by calls of this matchmaker.", "pool"};
    case metric::wait_ends:
      return {"parley_wait_ends_total", "Waits that ended here, by how.", "how"};
    case metric::resumes:
      return {"parley_resumes_total", "Members told where their room is.", "to"};
    case metric::errors:
      return {"parley_errors_total", "Errors answered to clients.", "name"};
    case metric::put_again:
      return {"parley_tickets_put_again_total", "Tickets that Redis had lost.", nullptr};
    case metric::store_failures:
      return {"parley_store_failures_total", "Commands that Redis refused.", nullptr};
    case metric::opens:
      return {"parley_opens_total", "Named rooms asked for, by how it went.", "how"};
    case metric::reports:
      return {"parley_reports_total", "Reports that members have made.", "reason"};
    case metric::blocks:
      return {"parley_blocks_total", "Pairs that are never to be paired again.", nullptr};
  }
  return {};
}

std::vector<double> batch_bounds() {
  return {1, 2, 4, 8, 16, 32, 64, 128, 256};
}

}  // namespace

matchmaker_metrics::matchmaker_metrics(const pairing::matchmaker& matchmaker,
                                       const link::slot_set& linked, const io::event_loop& loop,
                                       const std::vector<std::string>& pools)
    : wait_seconds_(registry_.add_histogram("parley_wait_seconds",
                                            "How long those waited who were assigned here.")),
      call_seconds_(registry_.add_histogram("parley_pairing_call_seconds",
                                            "Time from a pairing call to its answer.")),
      batch_size_(registry_.add_histogram("parley_pairing_batch_size", "Wishes in a pairing call.",
                                          {}, batch_bounds())),
      refused_handshakes_(registry_.add_counter("parley_handshakes_refused_total",
                                                "Handshakes refused or failed.")),
      links_(registry_.add_counter(
          "parley_redis_links_total",
          "Links to Redis that became ready, and slots that came to another link.")) {
  for (const std::string& pool : pools) {
    registry_.add_gauge_source(
        "parley_waiting", "Visitors who wait at this matchmaker.",
        [&matchmaker, pool] { return static_cast<double>(matchmaker.waiting_in(pool)); },
        {{"pool", pool}});
  }
  registry_.add_gauge_source("parley_connections", "Open connections.", [&matchmaker] {
    return static_cast<double>(matchmaker.open_connections());
  });
  registry_.add_gauge_source("parley_no_node", "1 while no chat-node can take a room.",
                             [&matchmaker] { return matchmaker.has_nodes() ? 0.0 : 1.0; });
  registry_.add_gauge_source("parley_draining", "1 while draining.",
                             [&matchmaker] { return matchmaker.is_draining() ? 1.0 : 0.0; });
  registry_.add_gauge_source(
      "parley_redis_ready", "The share of Redis's slots with a ready link; one server has all.",
      [&linked] { return static_cast<double>(linked.count()) / link::slot_count; });
  registry_.add_gauge_source("parley_loop_lag_seconds",
                             "The longest wait of a due callback lately.",
                             [&loop] { return static_cast<double>(loop.lag().count()) / 1000; });
  io::add_process_metrics(registry_);
  // Those without a label are there from the start, so that a rate can be taken of the first one
  // too.
  for (const auto what : {pairing::metric::put_again, pairing::metric::store_failures})
    count({what, {}, 0});
  for (const std::string& pool : pools)
    count({pairing::metric::pairs, pool, 0});
}

void matchmaker_metrics::redirected(std::string_view kind) {
  registry_
      .add_counter("parley_redis_redirects_total", "Commands that a member of a cluster sent away.",
                   {{"kind", std::string(kind)}})
      .add();
}

void matchmaker_metrics::count(const pairing::count& counted) {
  const auto [name, help, label] = family_of(counted.what);
  io::metric_labels labels;
  if (label != nullptr) labels.emplace_back(label, counted.label);
  registry_.add_counter(name, help, std::move(labels)).add(static_cast<double>(counted.amount));
}

void matchmaker_metrics::observe_wait(milliseconds waited) {
  wait_seconds_.observe(static_cast<double>(waited.count()) / 1000);
}

void matchmaker_metrics::observe_call(std::chrono::duration<double> time, std::size_t wishes) {
  call_seconds_.observe(time.count());
  if (wishes > 0) batch_size_.observe(static_cast<double>(wishes));
}

}  // namespace parley::matchmaker_service
