// The text of metrics, as Prometheus reads it.
#include "core/io/metrics.hpp"

#include <cstdio>
#include <cstdlib>

#include <catch2/catch.hpp>

using namespace parley::io;

TEST_CASE("a metric is its help, its type and its samples") {
  metrics_registry registry;
  registry.add_counter("parley_frames_total", "Frames received.").add(3);
  registry.add_gauge("parley_rooms", "Rooms held.", {{"state", "open"}}).set(2);
  registry.add_gauge("parley_rooms", "Rooms held.", {{"state", "waiting"}}).set(-1.5);
  CHECK(registry.text() ==
        "# HELP parley_frames_total Frames received.\n"
        "# TYPE parley_frames_total counter\n"
        "parley_frames_total 3\n"
        "# HELP parley_rooms Rooms held.\n"
        "# TYPE parley_rooms gauge\n"
        "parley_rooms{state=\"open\"} 2\n"
        "parley_rooms{state=\"waiting\"} -1.5\n");
}

TEST_CASE("a histogram counts upwards to all there is") {
  metrics_registry registry;
  auto& waits = registry.add_histogram("parley_wait_seconds", "Waits.", {}, {0.1, 1});
  for (const double each : {0.05, 0.1, 0.5, 7.0})
    waits.observe(each);
  CHECK(registry.text() ==
        "# HELP parley_wait_seconds Waits.\n"
        "# TYPE parley_wait_seconds histogram\n"
        "parley_wait_seconds_bucket{le=\"0.1\"} 2\n"
        "parley_wait_seconds_bucket{le=\"1\"} 3\n"
        "parley_wait_seconds_bucket{le=\"+Inf\"} 4\n"
        "parley_wait_seconds_sum 7.65\n"
        "parley_wait_seconds_count 4\n");
}

TEST_CASE("asking again for a metric gives the same one") {
  metrics_registry registry;
  registry.add_counter("parley_a_total", "A.", {{"k", "v"}}).add();
  registry.add_counter("parley_a_total", "A.", {{"k", "v"}}).add();
  CHECK(registry.add_counter("parley_a_total", "A.", {{"k", "v"}}).value() == 2);
  CHECK(registry.add_counter("parley_a_total", "A.", {{"k", "w"}}).value() == 0);
}

TEST_CASE("a source is asked each time") {
  metrics_registry registry;
  double now = 1;
  registry.add_gauge_source("parley_lag_seconds", "Lag.", [&] { return now; });
  CHECK(registry.text().ends_with("parley_lag_seconds 1\n"));
  now = 2;
  CHECK(registry.text().ends_with("parley_lag_seconds 2\n"));
}

TEST_CASE("help and labels are escaped") {
  metrics_registry registry;
  registry.add_gauge("parley_x", "a\\b\n\"c\"", {{"l", "a\\b\n\"c\""}});
  CHECK(registry.text() ==
        "# HELP parley_x a\\\\b\\n\"c\"\n"
        "# TYPE parley_x gauge\n"
        "parley_x{l=\"a\\\\b\\n\\\"c\\\"\"} 0\n");
}

TEST_CASE("the process tells its memory and descriptors") {
  metrics_registry registry;
  add_process_metrics(registry);
  const auto text = registry.text();
  for (const auto* name :
       {"process_resident_memory_bytes ", "process_open_fds ", "process_cpu_seconds_total "}) {
    const auto at = text.find(std::string("\n") + name);
    REQUIRE(at != std::string::npos);
    CHECK(std::strtod(text.c_str() + at + 1 + std::string(name).size(), nullptr) > 0);
  }
}

TEST_CASE("promtool has nothing to object") {
  if (std::system("command -v promtool >/dev/null") != 0) {
    WARN("promtool is not installed: skipped");
    return;
  }
  metrics_registry registry;
  registry.add_counter("parley_frames_total", "Frames received.", {{"kind", "a\"b\\c\nd"}}).add(3);
  registry.add_gauge("parley_rooms", "Rooms held.").set(2);
  registry.add_histogram("parley_wait_seconds", "Waits for a partner.").observe(0.3);
  add_process_metrics(registry);
  auto* const checker = popen("promtool check metrics", "w");
  REQUIRE(checker != nullptr);
  const auto text = registry.text();
  std::fwrite(text.data(), 1, text.size(), checker);
  CHECK(pclose(checker) == 0);
}
