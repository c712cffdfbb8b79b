// From events to the story.
#include "chaos/runner/report/gathering.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>
#include <variant>

#include "chaos/runner/report/escape.hpp"

namespace parley::report {
namespace {

constexpr std::size_t quoted_bytes = 400;      // of a line
constexpr std::size_t quoted_lines = 40;       // of a violation
constexpr std::size_t shown_recoveries = 600;  // of a kind of fault

template <class... Functions>
struct overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
overloaded(Functions...) -> overloaded<Functions...>;

std::string_view name_of(checks::phase_name name) {
  constexpr std::array<std::string_view, 5> names{"steady", "load", "calm", "rest", "end"};
  return names.at(static_cast<std::size_t>(name));
}

// All of them if they are few; else evenly spaced ranks, the longest among them.
std::vector<double> thinned(std::vector<float> times) {
  std::sort(times.begin(), times.end());
  const std::size_t shown = std::min(times.size(), shown_recoveries);
  std::vector<double> thin;
  for (std::size_t i = 1; i <= shown; ++i) {
    thin.push_back(static_cast<double>(times[i * times.size() / shown - 1]));
  }
  return thin;
}

void close_phases(std::vector<phase>& phases, double end_ms) {
  for (std::size_t i = 0; i < phases.size(); ++i) {
    phases[i].to_ms = i + 1 < phases.size() ? phases[i + 1].from_ms : end_ms;
  }
}

}  // namespace

gathering::gathering(checks::verdict verdict, provenance origin) {
  for (auto& finding : verdict.findings) {
    for (auto& violation : finding.first) {
      if (violation.lines.size() > quoted_lines) violation.lines.resize(quoted_lines);
      wanted_.insert(violation.lines.begin(), violation.lines.end());
    }
  }
  story_.verdict = std::move(verdict);
  story_.origin = std::move(origin);
}

void gathering::take_text(checks::line_number line, std::string_view text) {
  if (wanted_.count(line) > 0) story_.quoted.emplace(line, shortened(text, quoted_bytes));
}

void gathering::take(const checks::happening& what) {
  story_.total.duration_ms = std::max(story_.total.duration_ms, what.t);
  recoveries_.take(what);
  count(what.t, what.event);
}

void gathering::count(double t, const checks::event& what) {
  std::visit(overloaded{
                 [&](const checks::run& run) { story_.run = run; },
                 [&](const checks::phase& phase) {
                   if (phase.name != checks::phase_name::end) {
                     phases_.push_back({std::string(name_of(phase.name)), t});
                   }
                 },
                 [&](const checks::plan& plan) { story_.plans.push_back(plan); },
                 [&](const checks::fault& fault) { faults_.take(t, fault); },
                 [&](const checks::healed& healed) { faults_.take(t, healed); },
                 [&](const checks::struck& struck) { faults_.take(t, struck); },
                 [&](const checks::paired& paired) { rooms_.insert(paired.room); },
                 [&](const checks::entered& entered) {
                   rooms_.insert(entered.room);
                   story_.total.has_named_rooms = true;
                   delays_.take(entered);
                 },
                 [&](const checks::send& send) { delays_.take(t, send); },
                 [&](const checks::applied& applied) { delays_.take(t, applied); },
                 [&](const checks::joined& joined) {
                   ++story_.total.joins;
                   delays_.take(t, joined);
                   away_.back(t, joined.bot);
                 },
                 [&](const checks::lost& lost) {
                   ++story_.total.lost;
                   away_.gone(t, lost.bot);
                 },
                 [&](const checks::ended& ended) { away_.back(t, ended.bot); },
                 [&](const checks::leave& leave) { away_.back(t, leave.bot); },
                 [&](const checks::closed& closed) { away_.back(t, closed.bot); },
                 [](const auto&) {},
             },
             what);
}

story gathering::finish() {
  auto& total = story_.total;
  total.sent = delays_.sent();
  total.applied = delays_.applied();
  total.rooms = rooms_.size();
  for (const auto& plan : story_.plans)
    total.struck += plan.strikes;
  total.struck = std::max(total.struck, faults_.strikes());

  const slicing slices = sliced(total.duration_ms);
  auto& time = story_.time;
  time.column_ms = slices.column_ms;
  time.columns.resize(slices.columns);
  delays_.tell(slices, time.columns);
  away_.tell(slices, time.columns);
  time.lanes = faults_.tell(slices, total.duration_ms);
  close_phases(phases_, total.duration_ms);
  time.phases = std::move(phases_);

  auto times = recoveries_.finish();
  story_.unrecovered = times.unrecovered;
  for (auto& each : times.faults) {
    story_.recoveries.push_back({each.fault, checks::spread_of(each.recovered_ms),
                                 checks::spread_of(std::move(each.back_ms)),
                                 thinned(std::move(each.recovered_ms))});
  }
  return std::move(story_);
}

}  // namespace parley::report
