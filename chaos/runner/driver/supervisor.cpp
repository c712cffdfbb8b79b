// A look at every process, fifty times a second.
#include "chaos/runner/driver/supervisor.hpp"

#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "core/io/start_error.hpp"

namespace parley::driver {

namespace {

constexpr milliseconds interval{20};
constexpr milliseconds ready_within{20'000};
constexpr milliseconds stop_within{3'000};
constexpr milliseconds first_delay{200};
constexpr milliseconds longest_delay{5'000};
// One that has run for so long has recovered: its next death begins the backoff anew.
constexpr milliseconds healthy_after{10'000};

std::string last_line(const std::string& file) {
  std::ifstream stream(file);
  std::string last;
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) last = line;
  return last;
}

}  // namespace

supervisor::supervisor(io::event_loop& loop, live::pump& pump, std::string log_folder)
    : loop_(loop),
      pump_(pump),
      log_folder_(std::move(log_folder)),
      clock_(loop.every(interval, [this] { tick(); })) {}

void supervisor::add(process_spec spec) {
  const std::string name = spec.name;
  const std::string log = log_folder_ + "/" + name + ".log";
  // What an earlier run has left there would be read as strikes of this one.
  std::filesystem::remove(log);
  order_.push_back(name);
  all_.emplace(name, std::make_unique<one>(std::move(spec), log));
}

void supervisor::start(const std::vector<std::string>& names) {
  for (const std::string& name : names)
    release(name);
  const auto ready = [&] {
    return std::ranges::all_of(names, [this](const auto& name) { return is_ready(name); });
  };
  const auto failed = [&] {
    return std::ranges::any_of(names, [this](const auto& name) { return at(name).deaths > 0; });
  };
  pump_.until([&] { return ready() || failed(); }, ready_within);
  for (const std::string& name : names) {
    if (is_ready(name)) continue;
    throw io::start_error(name + " did not start: " + last_line(at(name).process.log_file()));
  }
}

void supervisor::signal(const std::string& name, int number) {
  at(name).process.signal(number);
}

void supervisor::kill(const std::string& name) {
  one& each = at(name);
  each.is_ready = false;
  each.process.signal(SIGKILL);
}

void supervisor::hold_down(const std::string& name, int number) {
  one& each = at(name);
  each.is_held = true;
  each.is_ready = false;
  each.process.signal(number);
}

void supervisor::release(const std::string& name) {
  one& each = at(name);
  if (!each.is_held) return;
  each.is_held = false;
  each.deaths = 0;
  each.start_at = loop_.now().steady;
}

void supervisor::restart_in_turn(std::vector<std::string> names) {
  std::ranges::reverse(names);
  turns_ = std::move(names);
}

bool supervisor::all_ready() const {
  return turns_.empty() && in_turn_.empty() &&
         std::ranges::all_of(all_, [](const auto& each) { return each.second->is_ready; });
}

std::vector<std::string> supervisor::names(const std::string& beginning) const {
  std::vector<std::string> found;
  for (const std::string& name : order_)
    if (name.starts_with(beginning)) found.push_back(name);
  return found;
}

void supervisor::tick() {
  for (const auto& [name, each] : all_)
    look_after(*each);
  go_on_with_turns();
}

void supervisor::look_after(one& each) {
  const steady_time now = loop_.now().steady;
  if (each.process.has_ended()) {
    each.is_ready = false;
    if (now - each.started > healthy_after) each.deaths = 0;
    const milliseconds delay =
        std::min(longest_delay, first_delay * (1U << std::min(each.deaths, 8U)));
    ++each.deaths;
    each.start_at = now + delay;
  }
  if (!each.process.runs() && !each.is_held && each.start_at <= now) {
    each.process.start();
    each.started = now;
  }
  if (each.process.runs() && !each.is_held && !each.is_ready && !each.is_asked) ask(each);
}

void supervisor::ask(one& each) {
  each.is_asked = true;
  const int pid = each.process.pid();
  each.spec.is_ready([&each, pid](bool is_ready) {
    each.is_asked = false;
    if (is_ready && each.process.pid() == pid && !each.is_held) each.is_ready = true;
  });
}

void supervisor::go_on_with_turns() {
  if (!in_turn_.empty()) {
    one& each = at(in_turn_);
    if (each.is_held && !each.process.runs()) release(in_turn_);
    if (each.is_held || !each.is_ready) return;
    in_turn_.clear();
  }
  if (turns_.empty()) return;
  in_turn_ = std::move(turns_.back());
  turns_.pop_back();
  hold_down(in_turn_, SIGTERM);
}

void supervisor::stop(const std::vector<std::string>& names) {
  turns_.clear();
  in_turn_.clear();
  for (const std::string& name : names) {
    signal(name, SIGCONT);  // one that is frozen could not hear
    hold_down(name, SIGTERM);
  }
  const auto runs = [this](const std::string& name) { return at(name).process.runs(); };
  pump_.until([&] { return std::ranges::none_of(names, runs); }, stop_within);
  for (const std::string& name : names)
    at(name).process.kill();
}

}  // namespace parley::driver
