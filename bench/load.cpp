// Drives the visitors through the phases of a measurement.
#include "bench/load.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace parley::bench {

namespace {

constexpr milliseconds pairing_patience{60'000};
constexpr milliseconds pace{1};

double seconds(std::chrono::steady_clock::duration took) {
  return std::chrono::duration<double>(took).count();
}

}  // namespace

load::load(options settings)
    : settings_(std::move(settings)),
      sockets_(loop_.context(), {}),
      alarms_(loop_),
      text_(settings_.bytes, 'x') {}

bool load::run() {
  before_pairing_ = read_processes();
  begun_ = std::chrono::steady_clock::now();
  const visitor::handlers handlers{[this](visitor& who) { on_joined(who); },
                                   [this](visitor& who) { on_message(who); },
                                   [this](visitor& who) { on_ended(who); }};
  for (std::size_t i = 0; i < settings_.pairs * 2; ++i) {
    visitors_.push_back(
        std::make_unique<visitor>(loop_, sockets_, alarms_, settings_, measured_, i, handlers));
    visitors_.back()->seek();
  }
  next_phase_ = loop_.after(pairing_patience, [this] { finish(); });
  (void)loop_.run();
  if (phase_ == phase::pairing) {
    std::fprintf(stderr, "only %zu of %zu pairs met within 60 s\n", partner_.size() / 2,
                 settings_.pairs);
    return false;
  }
  print_pairing();
  print_report();
  return true;
}

void load::on_joined(visitor& who) {
  auto& members = rooms_[who.room()];
  const bool again = std::find(members.begin(), members.end(), &who) != members.end();
  if (phase_ != phase::pairing || again) return;
  members.push_back(&who);
  if (members.size() != 2) return;
  partner_[members[0]] = members[1];
  partner_[members[1]] = members[0];
  if (partner_.size() == visitors_.size()) begin_talk();
}

// While pairs form, a partner who came too late is no failure: it is sought anew, as a page would.
void load::on_ended(visitor& who) {
  if (phase_ != phase::pairing) {
    ++ended_;
    return;
  }
  rooms_.erase(who.room());
  loop_.post([&who] { who.seek(); });
}

void load::begin_talk() {
  talk_begun_ = std::chrono::steady_clock::now();
  pairing_took_ = talk_begun_ - begun_;
  phase_ = phase::warming;
  for (const auto& [room, members] : rooms_) {
    speakers_.insert(speakers_.end(), members.begin(), members.end());
  }
  next_phase_ = loop_.after(settings_.warm_up, [this] { begin_measuring(); });
  if (settings_.rate > 0) {
    pace_ = loop_.every(pace, [this] { send_due(); });
    return;
  }
  for (visitor* each : speakers_) {
    for (std::size_t i = 0; i < settings_.depth; ++i)
      each->say(text_, talk_begun_);
  }
}

// Everything whose instant has come, however late this is called: its latency counts from that
// instant.
void load::send_due() {
  const auto now = std::chrono::steady_clock::now();
  const auto due = static_cast<std::uint64_t>(seconds(now - talk_begun_) * settings_.rate);
  for (; sent_at_rate_ < due; ++sent_at_rate_) {
    const auto offset =
        std::chrono::duration<double>(static_cast<double>(sent_at_rate_) / settings_.rate);
    const auto intended =
        talk_begun_ + std::chrono::duration_cast<std::chrono::steady_clock::duration>(offset);
    speakers_[sent_at_rate_ % speakers_.size()]->say(text_, intended);
  }
}

void load::on_message(visitor& who) {
  if (phase_ == phase::done || phase_ == phase::pairing) return;
  partner_.at(&who)->confirm_applied(who.heard());
  // A closed loop: what has been heard is answered.
  if (settings_.rate <= 0) who.say(text_, std::chrono::steady_clock::now());
}

void load::begin_measuring() {
  phase_ = phase::measuring;
  measured_.on = true;
  before_measuring_ = read_processes();
  measuring_begun_ = std::chrono::steady_clock::now();
  next_phase_ = loop_.after(settings_.duration, [this] { finish(); });
}

void load::finish() {
  after_measuring_ = read_processes();
  measured_.on = false;
  if (phase_ != phase::pairing) phase_ = phase::done;
  pace_.cancel();
  loop_.context().stop();  // thousands of connections need no goodbye: the process ends here
}

void load::print_pairing() const {
  std::printf("pairing    %zu pairs in %.2f s: %.0f pairs/s\n", settings_.pairs,
              pairing_took_.count(), static_cast<double>(settings_.pairs) / pairing_took_.count());
}

void load::print_report() {
  const double took = std::chrono::duration<double>(settings_.duration).count();
  const double per_second = static_cast<double>(measured_.applied.count()) / took;
  if (settings_.rate > 0) {
    std::printf("fixed rate %.0f messages/s asked, %.0f messages/s delivered\n", settings_.rate,
                per_second);
  } else {
    std::printf("closed     %.0f messages/s delivered (depth %zu)\n", per_second, settings_.depth);
  }
  std::printf("applied    %s\n", measured_.applied.summary().c_str());
  std::printf("stored     %s\n", measured_.stored.summary().c_str());
  std::printf("delivered  %s\n", measured_.delivered.summary().c_str());
  std::printf("reconnects %zu, refused by the outbox %zu, rooms ended early %zu\n",
              measured_.reconnects, measured_.refused, ended_);
  print_processes();
}

void load::print_processes() const {
  const double took = std::chrono::duration<double>(settings_.duration).count();
  const auto connections = static_cast<double>(settings_.pairs * 2);
  for (std::size_t i = 0; i < settings_.processes.size(); ++i) {
    const auto& [name, pid] = settings_.processes[i];
    const auto& idle = before_pairing_[i];
    const auto& before = before_measuring_[i];
    const auto& after = after_measuring_[i];
    if (!idle || !before || !after) {
      std::printf("%-10s pid %d is gone\n", name.c_str(), pid);
      continue;
    }
    const double grown =
        static_cast<double>(after->rss_bytes) - static_cast<double>(idle->rss_bytes);
    std::printf("%-10s CPU %.0f %% of a core, RSS %.1f MB, %.1f KB more per connection\n",
                name.c_str(), (after->cpu - before->cpu).count() / took * 100,
                static_cast<double>(after->rss_bytes) / 1e6, grown / connections / 1e3);
  }
}

std::vector<std::optional<live::process_stats>> load::read_processes() const {
  std::vector<std::optional<live::process_stats>> stats;
  for (const auto& [name, pid] : settings_.processes)
    stats.push_back(live::read_process(pid));
  return stats;
}

}  // namespace parley::bench
