// Names, helps and labels.
#include "chat-node/service/metrics.hpp"

namespace parley::chat_node_service {
namespace {

struct family {
  std::string_view name;
  std::string_view help;
  const char* label;  // null: none
  const char* second_label = nullptr;
};

family family_of(room::metric what) {
  using room::metric;
  switch (what) {
    case metric::entries_stored:
      return {"parley_entries_stored_total", "Entries that logs have taken.", nullptr};
    case metric::fenced:
      return {"parley_fenced_total",
              "Appends that Redis refused: another node had claimed the room.", nullptr};
    case metric::claims:
      return {"parley_claims_total", "Claims of rooms that were asked for.", "cause"};
    case metric::rewritten:
      return {"parley_rewritten_total", "Entries that Redis had lost and that were written again.",
              nullptr};
    case metric::let_go:
      return {"parley_rooms_let_go_total", "Rooms that another node was found to own.", nullptr};
    case metric::ended:
      return {"parley_rooms_ended_total", "Rooms that have ended here.", "reason"};
    case metric::resumes:
      return {"parley_resumes_total", "Joins of members who had been in the room before.", nullptr};
    case metric::errors:
      return {"parley_errors_total", "Errors answered to clients.", "code"};
    case metric::slow_consumers:
      return {"parley_slow_consumers_total", "Connections cut off because they read too slowly.",
              nullptr};
    case metric::log_full:
      return {"parley_log_full_total", "Appends for which Redis had no memory.", nullptr};
    case metric::reports:
      return {"parley_reports_total", "Reports that members have made.", "reason"};
    case metric::filtered:
      return {"parley_filtered_total", "Texts that the words filter has changed.", "language",
              "how"};
    case metric::filter_failures:
      return {"parley_filter_failures_total",
              "Questions to the words filter's hook without a good answer in time, by what became "
              "of the texts.",
              "then"};
  }
  return {};
}

}  // namespace

node_metrics::node_metrics(const room::chat_node& node, std::size_t capacity,
                           const io::event_loop& loop)
    : append_seconds_(
          registry_.add_histogram("parley_append_seconds", "Time from an append to its answer.")),
      refused_handshakes_(registry_.add_counter("parley_handshakes_refused_total",
                                                "Handshakes refused or failed.")),
      links_(registry_.add_counter(
          "parley_redis_links_total",
          "Links to Redis that became ready, and slots that came to another link.")),
      copies_missed_(registry_.add_counter(
          "parley_sealed_copies_missed_total",
          "Rooms that ended without the sealed copy that a report after the end needs.")) {
  registry_.add_gauge_source("parley_rooms", "Rooms served here.",
                             [&node] { return static_cast<double>(node.rooms()); });
  registry_.add_gauge_source("parley_room_capacity", "Rooms served here at most.",
                             [capacity] { return static_cast<double>(capacity); });
  registry_.add_gauge_source("parley_connections", "Open connections.",
                             [&node] { return static_cast<double>(node.open_connections()); });
  registry_.add_gauge_source("parley_draining", "1 while draining.",
                             [&node] { return node.is_draining() ? 1.0 : 0.0; });
  registry_.add_gauge_source(
      "parley_redis_ready", "The share of Redis's slots with a ready link; one server has all.",
      [&node] { return static_cast<double>(node.linked().count()) / link::slot_count; });
  registry_.add_gauge_source("parley_loop_lag_seconds",
                             "The longest wait of a due callback lately.",
                             [&loop] { return static_cast<double>(loop.lag().count()) / 1000; });
  io::add_process_metrics(registry_);
  // Those without a label are there from the start, so that a rate can be taken of the first one
  // too.
  for (const auto what : {room::metric::entries_stored, room::metric::fenced,
                          room::metric::rewritten, room::metric::let_go, room::metric::resumes,
                          room::metric::slow_consumers, room::metric::log_full})
    count({what, {}, 0});
}

void node_metrics::redirected(std::string_view kind) {
  registry_
      .add_counter("parley_redis_redirects_total", "Commands that a member of a cluster sent away.",
                   {{"kind", std::string(kind)}})
      .add();
}

void node_metrics::count(const room::count& counted) {
  const auto [name, help, label, second_label] = family_of(counted.what);
  io::metric_labels labels;
  if (label != nullptr) labels.emplace_back(label, counted.label);
  if (second_label != nullptr) labels.emplace_back(second_label, counted.second_label);
  registry_.add_counter(name, help, std::move(labels)).add(static_cast<double>(counted.amount));
}

}  // namespace parley::chat_node_service
