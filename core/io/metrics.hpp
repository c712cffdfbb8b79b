// Counters, gauges and histograms of a one-thread process, and their Prometheus text form.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::io {

using metric_labels = std::vector<std::pair<std::string, std::string>>;

class counter {
 public:
  void add(double amount = 1) { value_ += amount; }  // never negative
  [[nodiscard]] double value() const { return value_; }

 private:
  double value_ = 0;
};

class gauge {
 public:
  void set(double value) { value_ = value; }
  void add(double amount) { value_ += amount; }
  [[nodiscard]] double value() const { return value_; }

 private:
  double value_ = 0;
};

class histogram {
 public:
  explicit histogram(std::vector<double> bounds);  // upper bounds, ascending; +Inf is implied
  void observe(double value);

  [[nodiscard]] const std::vector<double>& bounds() const { return bounds_; }
  [[nodiscard]] const std::vector<std::uint64_t>& counts() const {
    return counts_;
  }  // not cumulated
  [[nodiscard]] double sum() const { return sum_; }

 private:
  std::vector<double> bounds_;
  std::vector<std::uint64_t> counts_;  // one more than bounds_
  double sum_ = 0;
};

// 1 ms to 30 s in 14 steps, in seconds: fits replies, waits and recoveries alike.
[[nodiscard]] std::vector<double> latency_bounds();

// References stay valid as long as the registry. Asking again for the same name and labels gives
// the same metric. Names are parley_*, counters end in _total; help and type of a name may not
// change: a breach is a bug (PARLEY_CHECK).
class metrics_registry {
 public:
  metrics_registry();
  ~metrics_registry();
  metrics_registry(const metrics_registry&) = delete;
  metrics_registry& operator=(const metrics_registry&) = delete;

  counter& add_counter(std::string_view name, std::string_view help, metric_labels labels = {});
  gauge& add_gauge(std::string_view name, std::string_view help, metric_labels labels = {});
  histogram& add_histogram(std::string_view name, std::string_view help, metric_labels labels = {},
                           std::vector<double> bounds = latency_bounds());

  // Asked for its value each time the text is made.
  void add_gauge_source(std::string_view name, std::string_view help,
                        std::function<double()> source, metric_labels labels = {});
  void add_counter_source(std::string_view name, std::string_view help,
                          std::function<double()> source, metric_labels labels = {});

  // Text exposition format 0.0.4: serve as `text/plain; version=0.0.4; charset=utf-8`.
  [[nodiscard]] std::string text() const;

 private:
  struct family;
  std::map<std::string, std::unique_ptr<family>, std::less<>> families_;

  family& family_of(std::string_view name, std::string_view help, std::string_view type);
};

// Memory, descriptors and processor time of this process, under the names Prometheus gives them
// (process_resident_memory_bytes …). Sources, read at each scrape.
void add_process_metrics(metrics_registry& registry);

}  // namespace parley::io
