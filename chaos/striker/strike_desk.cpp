// Metrics are read from the engine at each scrape, and added up over plans.
#include "chaos/striker/strike_desk.hpp"

#include "chaos/injector/kinds.hpp"

namespace parley::striker {

using injector::figures;
using injector::phase;

strike_desk::strike_desk(io::event_loop& loop, io::logger& log, io::metrics_registry& metrics,
                         injector::place here)
    : loop_(loop), log_(log), metrics_(metrics), engine_(std::move(here)) {
  metrics_.add_gauge_source("parley_faults_standing", "Strikes of faults that stand now.",
                            [this] { return static_cast<double>(engine_.standing()); });
  metrics_.add_gauge_source("parley_faults_active", "1 while a fault plan is in force.",
                            [this] { return engine_.is_active() ? 1.0 : 0.0; });
}

void strike_desk::take_up(injector::plan next) {
  keep_figures();
  engine_.take_up(std::move(next), loop_.now().steady);
  show_figures();
}

std::optional<injector::strike> strike_desk::ask(const injector::chance& given) {
  auto strike = engine_.ask(given, loop_.now().steady);
  if (strike) {
    log_.warn("fault strikes", {{"fault", injector::info_of(strike->kind).name},
                                {"name", strike->name},
                                {"phase", injector::name_of(strike->at)},
                                {"connection", strike->connection},
                                {"message", strike->message}});
  }
  return strike;
}

std::optional<injector::strike> strike_desk::ask_frame(phase at, connection_id id,
                                                       std::uint64_t number) {
  if (!engine_.comes_to(at)) return std::nullopt;
  return ask({at, id, number, room_of_ ? room_of_(id) : std::string_view{}});
}

figures strike_desk::total(series of) const {
  const auto before = past_.find(of);
  figures sum = before == past_.end() ? figures{} : before->second;
  const auto& faults = engine_.current().faults;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (faults[i].kind != of.first) continue;
    const auto& done = engine_.of(i, of.second);
    sum.chances += done.chances;
    sum.asked += done.asked;
    sum.struck += done.struck;
    sum.held_back += done.held_back;
  }
  return sum;
}

// Before the engine forgets them.
void strike_desk::keep_figures() {
  std::map<series, figures> sums;
  for (const auto& each : shown_)
    sums[each] = total(each);
  past_ = std::move(sums);
}

void strike_desk::show_figures() {
  for (const auto& fault : engine_.current().faults) {
    for (const auto at : injector::info_of(fault.kind).phases) {
      const series which{fault.kind, at};
      if (fault.percent_in(at) <= 0 || !shown_.insert(which).second) continue;
      const io::metric_labels labels{{"fault", std::string(injector::info_of(fault.kind).name)},
                                     {"phase", std::string(injector::name_of(at))}};
      const auto add = [&](const char* name, const char* help, auto read) {
        metrics_.add_counter_source(
            name, help, [this, which, read] { return static_cast<double>(read(total(which))); },
            labels);
      };
      add("parley_faults_chances_total", "How often a fault could have struck.",
          [](const figures& f) { return f.chances; });
      add("parley_faults_asked_total", "Strikes asked for: the sum of the percentages.",
          [](const figures& f) { return f.asked; });
      add("parley_faults_struck_total", "Strikes of faults.",
          [](const figures& f) { return f.struck; });
      add("parley_faults_held_back_total", "Strikes that the budget or their number prevented.",
          [](const figures& f) { return f.held_back; });
    }
  }
}

}  // namespace parley::striker
