// The registry of metrics and its text.
#include "core/io/metrics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/check.hpp"

namespace parley::io {

namespace {

using source = std::function<double()>;

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string escaped(std::string_view text, bool also_quotes) {
  std::string out;
  for (const char each : text) {
    if (each == '\n') {
      out += "\\n";
      continue;
    }
    if (each == '\\' || (also_quotes && each == '"')) out += '\\';
    out += each;
  }
  return out;
}

// "" or {a="b",c="d"}
std::string labels_text(const metric_labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    out += out.empty() ? '{' : ',';
    out += name + "=\"" + escaped(value, true) + '"';
  }
  return out.empty() ? out : out + '}';
}

void append_sample(std::string& out, const std::string& name, const metric_labels& labels,
                   double value) {
  out += name + labels_text(labels) + ' ' + number_text(value) + '\n';
}

void append_histogram(std::string& out, const std::string& name, const metric_labels& labels,
                      const histogram& shown) {
  double cumulated = 0;
  auto bucket = labels;
  bucket.emplace_back("le", "");
  for (std::size_t i = 0; i < shown.counts().size(); ++i) {
    cumulated += static_cast<double>(shown.counts()[i]);
    bucket.back().second = i < shown.bounds().size() ? number_text(shown.bounds()[i]) : "+Inf";
    append_sample(out, name + "_bucket", bucket, cumulated);
  }
  append_sample(out, name + "_sum", labels, shown.sum());
  append_sample(out, name + "_count", labels, cumulated);
}

}  // namespace

histogram::histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {
  PARLEY_CHECK(std::is_sorted(bounds_.begin(), bounds_.end()));
}

void histogram::observe(double value) {
  const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  ++counts_[static_cast<std::size_t>(at)];
  sum_ += value;
}

std::vector<double> latency_bounds() {
  return {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};
}

struct metrics_registry::family {
  using metric = std::variant<counter, gauge, histogram, source>;

  std::string help;
  std::string type;
  std::map<metric_labels, std::unique_ptr<metric>> metrics;

  template <class T, class... Args>
  T& get(metric_labels labels, Args&&... args) {
    auto& place = metrics[std::move(labels)];
    if (!place) place = std::make_unique<metric>(T(std::forward<Args>(args)...));
    return std::get<T>(*place);
  }
};

metrics_registry::metrics_registry() = default;
metrics_registry::~metrics_registry() = default;

metrics_registry::family& metrics_registry::family_of(std::string_view name, std::string_view help,
                                                      std::string_view type) {
  PARLEY_CHECK(!name.empty() && !help.empty());
  PARLEY_CHECK((type == "counter") == name.ends_with("_total"));
  auto& place = families_[std::string(name)];
  if (!place) place = std::make_unique<family>(family{std::string(help), std::string(type), {}});
  PARLEY_CHECK(place->type == type && place->help == help);
  return *place;
}

counter& metrics_registry::add_counter(std::string_view name, std::string_view help,
                                       metric_labels labels) {
  return family_of(name, help, "counter").get<counter>(std::move(labels));
}

gauge& metrics_registry::add_gauge(std::string_view name, std::string_view help,
                                   metric_labels labels) {
  return family_of(name, help, "gauge").get<gauge>(std::move(labels));
}

histogram& metrics_registry::add_histogram(std::string_view name, std::string_view help,
                                           metric_labels labels, std::vector<double> bounds) {
  auto& histograms = family_of(name, help, "histogram");
  return histograms.get<histogram>(std::move(labels), std::move(bounds));
}

void metrics_registry::add_gauge_source(std::string_view name, std::string_view help,
                                        std::function<double()> source, metric_labels labels) {
  family_of(name, help, "gauge").get<io::source>(std::move(labels), std::move(source));
}

void metrics_registry::add_counter_source(std::string_view name, std::string_view help,
                                          std::function<double()> source, metric_labels labels) {
  family_of(name, help, "counter").get<io::source>(std::move(labels), std::move(source));
}

std::string metrics_registry::text() const {
  std::string out;
  for (const auto& [name, each] : families_) {
    out += "# HELP " + name + ' ' + escaped(each->help, false) + '\n';
    out += "# TYPE " + name + ' ' + each->type + '\n';
    for (const auto& [labels, metric] : each->metrics) {
      if (const auto* shown = std::get_if<histogram>(metric.get())) {
        append_histogram(out, name, labels, *shown);
      } else if (const auto* asked = std::get_if<source>(metric.get())) {
        append_sample(out, name, labels, (*asked)());
      } else if (const auto* counted = std::get_if<counter>(metric.get())) {
        append_sample(out, name, labels, counted->value());
      } else {
        append_sample(out, name, labels, std::get<gauge>(*metric).value());
      }
    }
  }
  return out;
}

}  // namespace parley::io
