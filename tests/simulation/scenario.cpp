// From a seed to a scenario: swarm testing, each seed with its own few kinds of faults and its own
// rates, so that no kind hides behind the others.
#include "tests/simulation/scenario.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/random_bits.hpp"

namespace parley::simulation {
namespace {

struct kind {
  act what;
  double weight;         // against other kinds
  std::int64_t most_ms;  // of its duration
};

constexpr std::array faults{
    kind{act::reload, 4, 600},
    kind{act::cut, 8, 0},
    kind{act::cut_unnoticed, 3, 0},
    kind{act::freeze_connection, 3, 12'000},
    kind{act::slow_down, 1, 1'500},
    kind{act::part, 2, 9'000},
    kind{act::crash_node, 4, 4'000},
    kind{act::power_off_node, 2, 6'000},
    kind{act::freeze_node, 5, 9'000},
    kind{act::drain_node, 2, 0},
    kind{act::crash_matchmaker, 2, 3'000},
    kind{act::freeze_matchmaker, 2, 6'000},
    kind{act::drain_matchmaker, 1, 0},
    kind{act::cut_link, 5, 0},
    kind{act::lose_mail, 2, 0},
    kind{act::freeze_redis, 1, 2'500},
    kind{act::restart_redis, 1, 2'500},
    kind{act::fail_over, 2, 3'000},
    kind{act::wipe_redis, 0.7, 0},
    kind{act::flush_redis, 0.5, 0},
    kind{act::fill_redis, 0.7, 2'500},
    kind{act::goodbye, 2, 0},
    kind{act::take_back, 1, 0},
    kind{act::rename, 1, 0},
    kind{act::close_tab, 0.15, 0},
};

class maker {
 public:
  maker(std::uint64_t seed, bool is_named) : random_(seed) {
    made_.seed = seed;
    made_.is_named = is_named;
  }

  scenario make() {
    choose_size();
    choose_settings();
    choose_kinds();
    add_users();
    add_faults();
    std::ranges::stable_sort(made_.steps, {}, &step::at_ms);
    choose_bounds();
    return std::move(made_);
  }

 private:
  bool is_one_in(std::uint64_t many) { return random_.below(many) == 0; }
  std::uint32_t any() { return static_cast<std::uint32_t>(random_() >> 33U); }
  template <class Value>
  Value one_of(std::initializer_list<Value> values) {
    return values.begin()[random_.below(values.size())];
  }
  std::int64_t up_to(std::int64_t most) {
    return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(most) + 1));
  }

  void choose_size() {
    made_.clients = is_one_in(4) ? one_of({3U, 4U, 5U, 6U}) : 2;
    if (made_.is_named) made_.clients = one_of({3U, 3U, 4U, 5U});
    made_.nodes = one_of({1U, 2U, 2U, 3U});
    made_.matchmakers = one_of({1U, 1U, 2U});
    made_.latency_ms = one_of<std::int64_t>({1, 3, 8, 20});
    made_.has_interests = made_.clients > 2 && is_one_in(3);
    made_.pools = made_.clients > 3 && is_one_in(4) ? 2 : 1;
    length_ms_ = one_of<std::int64_t>({3'000, 8'000, 20'000});
  }

  // Small bounds are met often.
  void choose_settings() {
    auto& node = made_.node;
    node.batch_entries = one_of<std::size_t>({1, 3, 64});
    node.snapshot_every = one_of<std::size_t>({4, 20, 100});
    node.page_bytes = one_of<std::size_t>({100, 131'072});
    node.move_interval = milliseconds{one_of({200, 2'000})};
    node.drain.spread = milliseconds{one_of({0, 2'000})};
    node.drain.deadline = milliseconds{10'000};
    if (is_one_in(6)) node.waiting_entries = 6;
    if (is_one_in(8)) node.grace = milliseconds{12'000};
    made_.client.window = one_of<std::size_t>({1, 4, 64});
    if (is_one_in(4)) make_logs_short();
    made_.matchmaker.interest_patience = milliseconds{3'000};
    made_.matchmaker.drain.spread = milliseconds{500};
    if (!made_.is_named) return;
    node.short_absence = milliseconds{one_of({300, 5'000})};
    node.lag_entries = one_of<std::size_t>({8, 200});
  }

  // All that is not delivered must fit into half of a log, with what the room itself writes.
  void make_logs_short() {
    made_.client.outbox_capacity = 8;
    made_.trim = 60;
    made_.stream_block = 10;
    made_.node.trim = made_.trim;
    made_.node.unapplied_entries = 30;
    made_.node.snapshot_every = std::min<std::size_t>(made_.node.snapshot_every, 20);
  }

  void choose_kinds() {
    const auto chance = one_of({0.1, 0.25, 0.6});
    for (const auto& each : faults)
      if (random_.fraction() < chance) kinds_.push_back(each);
    if (kinds_.empty()) kinds_.push_back(faults[random_.below(faults.size())]);
  }

  void add_users() {
    for (std::uint32_t i = 0; i < made_.clients; ++i)
      made_.steps.push_back({up_to(is_one_in(2) ? 300 : length_ms_ / 2), act::seek, i, any()});
    for (auto at = up_to(1'500); at < length_ms_; at += 1 + up_to(2'500))
      made_.steps.push_back({at, act::seek, any(), any()});
    // Below what a node takes of one connection: 30 frames a second, receipts among them.
    const auto pause = one_of<std::int64_t>({150, 400, 1'000});
    for (auto at = 100 + up_to(pause); at < length_ms_; at += 1 + up_to(2 * pause))
      made_.steps.push_back({at, act::say, any(), any()});
  }

  void add_faults() {
    double all = 0;
    for (const auto& each : kinds_)
      all += each.weight;
    const auto pause = one_of<std::int64_t>({200, 700, 2'500});
    for (auto at = up_to(2 * pause); at < length_ms_; at += 1 + up_to(2 * pause)) {
      auto left = random_.fraction() * all;
      const auto* which = &kinds_.front();
      for (const auto& each : kinds_) {
        which = &each;
        if ((left -= each.weight) < 0) break;
      }
      step next{at, which->what, any(), any(), duration(which->most_ms)};
      // Long enough for a lease to end and for its members to go elsewhere.
      if (next.what == act::freeze_node && is_one_in(2)) next.for_ms = 4'000 + up_to(8'000);
      if (is_one_in(3)) next.when = static_cast<moment>(1 + random_.below(moment_count - 1));
      made_.steps.push_back(next);
    }
  }

  // Short ones as often as long ones.
  std::int64_t duration(std::int64_t most_ms) {
    if (most_ms == 0) return 0;
    return static_cast<std::int64_t>(
        std::exp(random_.fraction() * std::log(static_cast<double>(most_ms))));
  }

  void choose_bounds() {
    made_.calm_ms = length_ms_;
    made_.bound_ms = 40'000;
    made_.tidy_ms = 60'000 + std::max<std::int64_t>(90'000, made_.node.grace.count());
    // The last member's connection may be half-open, and the grace begins when that is noticed.
    if (made_.is_named) made_.tidy_ms = 60'000 + 90'000 + made_.node.grace.count();
  }

  random_bits random_;
  scenario made_;
  std::int64_t length_ms_ = 0;
  std::vector<kind> kinds_;
};

}  // namespace

namespace {

scenario make(std::uint64_t seed, bool is_named) {
  auto made = maker(seed, is_named).make();
  // Not drawn, so that what else a seed gives is what it has always given.
  if (seed % 4 == 0) made.links = 2;
  made.node.asks_filter = seed % 8 == 5;
  made.node.holds_unchecked = seed % 16 == 5;
  return made;
}

}  // namespace

scenario scenario_of(std::uint64_t seed) {
  return make(seed, false);
}

scenario named_scenario_of(std::uint64_t seed) {
  return make(seed, true);
}

}  // namespace parley::simulation
