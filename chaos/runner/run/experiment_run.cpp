// The phases, one function each.
#include "chaos/runner/run/experiment_run.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "chaos/runner/crowd/log_reader.hpp"

namespace parley::runner {

namespace {

constexpr milliseconds watch_interval{100};
constexpr milliseconds catching_up{10'000};  // the last messages of the steady state
constexpr milliseconds calm_lasts{1'000};
constexpr milliseconds reading_limit{120'000};
constexpr std::uint64_t memory_per_process = 256ULL << 20;
constexpr std::uint64_t descriptors_per_process = 128;

double p99(std::vector<double> times) {
  if (times.empty()) return 0;
  std::ranges::sort(times);
  return times[std::min(times.size() - 1, times.size() * 99 / 100)];
}

std::string count(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

}  // namespace

experiment_run::experiment_run(io::event_loop& loop, live::pump& pump, driver::driver& driver,
                               crowd::recorder& history, progress& progress,
                               script::experiment experiment, std::uint64_t seed)
    : loop_(loop),
      pump_(pump),
      driver_(driver),
      history_(history),
      progress_(progress),
      experiment_(std::move(experiment)),
      seed_(seed) {}

std::string experiment_run::perform() {
  const auto bots = static_cast<checks::bot_number>(experiment_.load.bots);
  checks::expectation expect;
  expect.recover_within_ms = static_cast<double>(experiment_.holds.rest_within.count());
  expect.redis_may_rewind = experiment_.holds.redis_may_rewind;
  expect.strikes_at_least = 1;
  // One process may have taken over everybody of another.
  if (!driver_.readings().empty()) {
    expect.memory_growth_bytes = memory_per_process;
    expect.descriptor_growth = descriptors_per_process + 2 * bots;
  }
  history_.record(checks::run{experiment_.name, seed_, bots, expect});
  crowd_.emplace(loop_, history_, experiment_.load, driver_.gateways(), seed_);
  watch_ = loop_.every(watch_interval, [this] {
    note_healed();
    note_strikes();
    show(phase_);
  });

  if (auto trouble = reach_steady_state(); !trouble.empty()) return trouble;
  record_readings(checks::reading::base);
  apply_load();
  calm_down();
  come_to_rest();
  record_readings(checks::reading::end);
  if (auto trouble = read_logs(); !trouble.empty()) return trouble;
  record_plan();
  history_.finish();
  return history_.flush() ? "" : "the history could not be written: is the disk full?";
}

void experiment_run::dismiss() {
  watch_.cancel();
  if (crowd_) crowd_->go_away();
}

void experiment_run::record_phase(checks::phase_name name) {
  static const std::map<checks::phase_name, std::string> words{
      {checks::phase_name::steady, "steady"},
      {checks::phase_name::load, "load"},
      {checks::phase_name::calm, "calm"},
      {checks::phase_name::rest, "rest"},
  };
  phase_ = words.at(name);
  history_.record(checks::phase{name});
}

std::string experiment_run::reach_steady_state() {
  record_phase(checks::phase_name::steady);
  crowd_->arrive();
  const auto all_joined = [this] { return crowd_->joined() == crowd_->size(); };
  if (!pump_.until(all_joined, experiment_.steady.reached_within)) {
    return "no steady state: only " + count(crowd_->joined()) + " of " + count(crowd_->size()) +
           " bots sat in a room";
  }
  progress_.milestone(count(crowd_->size()) + " bots sit in their rooms");
  return talk_in_peace();
}

// Nothing is broken yet: if messages are slow or connections break now, what would come later says
// nothing.
std::string experiment_run::talk_in_peace() {
  crowd::tally& counts = crowd_->counts();
  std::vector<double> delays;
  counts.on_applied = [&delays](double ms) { delays.push_back(ms); };
  const auto messages = static_cast<std::uint64_t>(
      experiment_.load.rate * static_cast<double>(experiment_.steady.lasts.count()) / 1000);
  crowd_->talk(std::max<std::uint64_t>(messages, 1));
  pump_.pass(experiment_.steady.lasts);
  const bool all = pump_.until([&] { return counts.applied >= counts.owed; }, catching_up);
  counts.on_applied = nullptr;
  const double slow = p99(delays);
  if (counts.lost > 0) return "no steady state: " + count(counts.lost) + " connections broke";
  if (!all || counts.said == 0) return "no steady state: messages did not arrive";
  if (slow > static_cast<double>(experiment_.steady.delay_p99.count())) {
    return "no steady state: a message in a hundred took more than " +
           count(static_cast<std::uint64_t>(slow)) + " ms";
  }
  progress_.milestone("steady: " + count(counts.said) + " messages, p99 " +
                      count(static_cast<std::uint64_t>(slow + 0.5)) + " ms");
  return {};
}

void experiment_run::apply_load() {
  record_phase(checks::phase_name::load);
  begin_plan();
  crowd_->be_lively(true);
  crowd_->talk(experiment_.load.messages);
  const steady_time began = loop_.now().steady;
  const auto passed = [this, began] { return loop_.now().steady - began; };
  const milliseconds lasts = experiment_.load.lasts();
  for (const script::step& step : script::schedule(experiment_, seed_)) {
    if (step.at > lasts) break;  // what has not ended by then, the calm ends
    pump_.until([&] { return passed() >= step.at; }, lasts);
    take(step);
  }
  pump_.until([&] { return passed() >= lasts; }, lasts);
}

void experiment_run::take(const script::step& step) {
  const script::act_rule& rule = script::rule_of(step.what);
  if (step.begins) {
    checks::fault fault{step.fault, std::string(rule.name)};
    if (rule.strikes_one) fault.target = driver_.name_of(step.target);
    const bool lasts = step.lasts.count() > 0;
    if (lasts) fault.until = history_.now_ms() + static_cast<double>(step.lasts.count());
    history_.record(fault);
    faults_[step.fault] = lasts ? standing::lasting : standing::ending;
    progress_.milestone(std::string(rule.name) + " " + step.target);
  } else {
    faults_[step.fault] = standing::ending;
  }
  if (rule.is_of_bots) {
    script::step named = step;
    named.target = driver_.name_of(step.target);
    step.begins ? crowd_->begin(named) : crowd_->end(named);
  } else {
    step.begins ? driver_.begin(step) : driver_.end(step);
  }
}

void experiment_run::begin_plan() {
  if (experiment_.plan.empty()) return;
  const std::size_t fault = experiment_.acts.size() + 1;
  history_.record(checks::fault{fault, "plan"});
  faults_[fault] = standing::lasting;
  driver_.set_plan(experiment_.plan);
}

// What was killed is healed once it runs again.
void experiment_run::note_healed() {
  if (!driver_.is_whole()) return;
  std::erase_if(faults_, [this](const auto& each) {
    if (each.second != standing::ending) return false;
    history_.record(checks::healed{each.first});
    return true;
  });
}

void experiment_run::calm_down() {
  record_phase(checks::phase_name::calm);
  driver_.set_plan("");
  crowd_->end({});
  for (auto& [fault, how] : faults_)
    how = standing::ending;
  if (!driver_.heal()) progress_.milestone("not everything is ready again");
  note_healed();
  crowd_->talk(static_cast<std::uint64_t>(experiment_.load.rate *
                                          static_cast<double>(calm_lasts.count()) / 1000));
  pump_.pass(calm_lasts);
}

void experiment_run::come_to_rest() {
  record_phase(checks::phase_name::rest);
  crowd_->fall_silent();
  // A little less than the bound, so that the lines themselves come within it.
  const milliseconds patience = experiment_.holds.rest_within * 9 / 10;
  pump_.until([this] { return crowd_->at_rest() == crowd_->size(); }, patience);
  crowd_->record_rest();
  progress_.milestone(count(crowd_->at_rest()) + " of " + count(crowd_->size()) +
                      " bots came to rest, " + count(crowd_->counts().said) + " messages said, " +
                      count(crowd_->counts().lost) + " connections lost");
}

void experiment_run::record_readings(checks::reading when) {
  for (const driver::reading& each : driver_.readings()) {
    if (each.name.starts_with("redis")) continue;  // it holds the logs, which grow
    history_.record(checks::process{each.name, each.rss_bytes, each.descriptors, when});
  }
}

std::string experiment_run::read_logs() {
  const auto redis = driver_.redis();
  if (!redis) return {};
  crowd::log_reader reader(loop_, history_, *redis, crowd_->rooms());
  reader.start();
  if (!pump_.until([&] { return reader.is_done(); }, reading_limit) || reader.has_failed()) {
    return "the rooms' logs could not be read";
  }
  return {};
}

void experiment_run::note_strikes() {
  for (const checks::struck& each : driver_.new_strikes()) {
    ++strikes_[{each.fault, each.phase}];
    history_.record(each);
  }
}

// A fault that ends its process takes the process's figures along: a percentage made of the rest
// would mislead, so there the strikes alone are told.
void experiment_run::record_plan() {
  for (const checks::plan& each : driver_.figures()) {
    const std::uint64_t logged = strikes_[{each.fault, each.phase}];
    if (each.strikes * 2 >= logged) history_.record(each);
  }
}

void experiment_run::show(const std::string& phase) {
  const crowd::tally& counts = crowd_->counts();
  progress_.show(phase + ": " + count(crowd_->joined()) + " of " + count(crowd_->size()) +
                 " joined, " + count(counts.said) + " said, " + count(counts.applied) +
                 " applied, " + count(counts.lost) + " connections lost, " + count(faults_.size()) +
                 " faults stand");
}

}  // namespace parley::runner
