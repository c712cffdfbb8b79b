// Made-up histories.
#include "tests/reports/sample_history.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <random>
#include <utility>

#include "chaos/checks/format_history.hpp"

namespace parley::reports {
namespace {

constexpr double load_from = 3'000;
constexpr double calm_from = 16'000;
constexpr double rest_from = 18'500;
constexpr double end_at = 20'500;

// While it lasts a visitor has no connection.
struct outage {
  double from = 0;
  double to = 0;
};

struct visitor {
  checks::bot_number bot = 0;
  seat_number seat = 0;
  double seated_at = 0;
  std::vector<outage> outages{};

  // The first moment from t on at which something can pass.
  [[nodiscard]] double open_at(double t) const {
    for (const auto& each : outages) {
      if (t >= each.from && t < each.to) t = each.to;
    }
    return std::max(t, seated_at);
  }
};

class scene {
 public:
  explicit scene(const sample& of) : of_(of), dice_(of.seed) {}

  std::vector<checks::happening> play();

 private:
  double between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(dice_);
  }
  double about(double middle, double factor) {
    return std::lognormal_distribution<double>(std::log(middle), factor)(dice_);
  }
  void add(double t, checks::event what) { history_.push_back({t, std::move(what)}); }

  void frame();
  void talk(checks::bot_number first);
  visitor arrive(const std::string& room, checks::bot_number bot, seat_number seat,
                 std::size_t node);
  void break_node(visitor& who, std::size_t node);
  void connect(const visitor& who, const std::string& room, std::size_t node);
  void say(const std::string& room, const visitor& from, const visitor& to);
  void read_log(const std::string& room);

  sample of_;
  std::mt19937_64 dice_;
  std::vector<checks::happening> history_;
  std::map<double, checks::logged> log_;  // of the room at hand, by when it was stored
  std::uint64_t joins_ = 0;
  std::uint64_t chances_ = 0;
  std::uint64_t strikes_ = 0;
};

constexpr std::array nodes{"node-0", "node-1", "node-2"};

void scene::frame() {
  const checks::expectation expect{10'000, false, 1};
  add(0, checks::run{of_.experiment, of_.seed, of_.bots, expect});
  add(0.5, checks::phase{checks::phase_name::steady});
  add(load_from, checks::phase{checks::phase_name::load});
  add(load_from + 1, checks::fault{1, "plan"});
  add(8'000, checks::fault{2, "node_kill", nodes[1]});
  add(8'900, checks::healed{2});
  add(12'000, checks::fault{3, "node_freeze", nodes[2], 13'500.0});
  add(13'500, checks::healed{3});
  add(calm_from, checks::healed{1});
  add(calm_from + 1, checks::phase{checks::phase_name::calm});
  add(rest_from, checks::phase{checks::phase_name::rest});
}

visitor scene::arrive(const std::string& room, checks::bot_number bot, seat_number seat,
                      std::size_t node) {
  visitor who{bot, seat};
  const double came = between(5, 300);
  const auto other = seat == 1 ? bot + 1 : bot - 1;
  add(came, checks::seek{bot, 1});
  who.seated_at = 400 + between(0, 80);
  add(who.seated_at - 30, checks::paired{bot, 1, room, seat, "bot-" + std::to_string(other)});
  for (double t = load_from + between(50, 4000); t < calm_from; t += between(300, 4000)) {
    ++chances_;
    if (between(0, 1) > 0.2) continue;
    who.outages.push_back({t, t + about(34, 0.45)});
    add(t, checks::struck{nodes[node], "cut_after_messages", "open", joins_ + strikes_++});
  }
  break_node(who, node);
  return who;
}

// Killed: the visitors notice at once. Frozen: when their heartbeat has had no answer.
void scene::break_node(visitor& who, std::size_t node) {
  if (node == 0) return;
  const double from = node == 1 ? 8'000 : 12'000;
  const double took = node == 1 ? about(560, 0.28) : about(1'250, 0.1);
  std::vector<outage> kept;
  for (const auto& each : who.outages) {
    if (each.to < from || each.from > from + took) kept.push_back(each);
  }
  kept.push_back({from, from + took});
  std::sort(kept.begin(), kept.end(), [](auto& a, auto& b) { return a.from < b.from; });
  who.outages = kept;
}

void scene::connect(const visitor& who, const std::string& room, std::size_t node) {
  checks::link_number link = 1;
  std::uint64_t epoch = 1;
  const auto join = [&](double t) {
    add(t, checks::joined{who.bot, room, who.seat, nodes[node], epoch, link++});
    ++joins_;
  };
  join(who.seated_at);
  for (const auto& each : who.outages) {
    add(std::min(each.from + 0.4, each.to), checks::lost{who.bot, link - 1, 1006});
    if (each.to - each.from > 300) {
      node = 0;
      ++epoch;
    }
    join(each.to);
  }
}

void scene::say(const std::string& room, const visitor& from, const visitor& to) {
  double stored = 0;
  double applied = 0;
  double ticked = 0;
  seq_number seq = 0;
  for (double t = 600 + between(0, 400); t < rest_from - 900; t += about(330, 0.4)) {
    const auto sum =
        checks::sum_of(room + "/" + std::to_string(from.seat) + "/" + std::to_string(++seq));
    add(t, checks::send{from.bot, room, from.seat, seq, sum});
    stored = from.open_at(std::max(t, stored) + about(0.6, 0.35));
    applied = to.open_at(std::max(stored + about(0.7, 0.5), applied + 0.02));
    ticked = from.open_at(std::max(applied + about(0.5, 0.3), ticked + 0.02));
    log_[stored] = {room, {}, from.seat, seq, sum};
    add(stored + 0.2, checks::stored{from.bot, room, from.seat, seq});
    add(applied, checks::applied{to.bot, room, from.seat, seq, {}, sum});
    add(ticked, checks::delivered{from.bot, room, from.seat, seq});
  }
}

void scene::read_log(const std::string& room) {
  std::map<std::pair<seat_number, seq_number>, entry_id> ids;
  std::uint64_t n = 3;
  for (auto& [at, entry] : log_) {
    entry.id = {1, ++n};
    ids[{entry.from, entry.seq}] = entry.id;
    add(rest_from + 1'000, entry);
  }
  add(rest_from + 1'000.5, checks::log_read{room, log_.size(), entry_id{1, 1}});
  for (auto& [t, what] : history_) {
    auto* applied = std::get_if<checks::applied>(&what);
    if (applied != nullptr && applied->room == room)
      applied->id = ids[{applied->from, applied->seq}];
  }
  log_.clear();
}

void scene::talk(checks::bot_number first) {
  const std::string room = "room-" + std::to_string(first / 2);
  const std::size_t node = first / 2 % nodes.size();
  const visitor ada = arrive(room, first, 1, node);
  const visitor bob = arrive(room, first + 1, 2, node);
  for (const auto* who : {&ada, &bob}) {
    connect(*who, room, node);
    add(rest_from + 40 + between(0, 60), checks::rest{who->bot, 0, checks::bot_state::joined});
  }
  say(room, ada, bob);
  say(room, bob, ada);
  read_log(room);
}

std::vector<checks::happening> scene::play() {
  frame();
  for (checks::bot_number bot = 0; bot + 1 < of_.bots; bot += 2)
    talk(bot);
  add(end_at - 2, checks::plan{"cut_after_messages", "open", 20, chances_, strikes_});
  add(end_at, checks::phase{checks::phase_name::end});
  std::stable_sort(history_.begin(), history_.end(),
                   [](const auto& a, const auto& b) { return a.t < b.t; });
  return std::move(history_);
}

bool is_applied(const checks::happening& what) {
  return std::holds_alternative<checks::applied>(what.event);
}

}  // namespace

std::vector<checks::happening> sample_history(const sample& of) {
  return scene(of).play();
}

void spoil(std::vector<checks::happening>& history) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (!is_applied(history[i])) continue;
    ++number;
    if (number % 2'500 == 0) history.erase(history.begin() + static_cast<std::ptrdiff_t>(i));
    if (number % 3'000 == 0) {
      auto again = history[i];
      again.t = history[i + 1].t;
      history.insert(history.begin() + static_cast<std::ptrdiff_t>(i + 2), again);
    }
  }
}

void cut_short(std::vector<checks::happening>& history) {
  const auto late = [](const auto& each) { return each.t > 13'000; };
  history.erase(std::find_if(history.begin(), history.end(), late), history.end());
}

std::string lines_of(const std::vector<checks::happening>& history) {
  std::string lines;
  for (const auto& each : history)
    checks::append_line(lines, each.t, each.event);
  return lines;
}

}  // namespace parley::reports
