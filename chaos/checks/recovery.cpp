// One pass over a history: breaks, who is blamed for them, and when each was over.
#include "chaos/checks/recovery.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "chaos/checks/message_list.hpp"

namespace parley::checks {

namespace {

constexpr double still_felt_ms = 1000;  // a healed fault may show in a `lost` so much later
constexpr double told_late_ms = 3000;   // strikes are read from a log from time to time
constexpr std::string_view unnoticed = "freeze";  // a client only notices it later

struct standing {
  fault_number n = 0;
  std::string what;
  std::string target;
  double began = 0;
  std::optional<double> healed{};
};

struct connection {
  std::string node;
  std::uint64_t number = 0;  // 0: not told
  double joined = 0;
};

struct break_of_bot {
  connection of;
  std::string fault;
  double began = 0;
  double lost = 0;
  std::optional<double> back{};
  std::optional<double> recovered{};
};

struct bot_story {
  connection sits{};
  std::optional<double> came{};  // to the named room that it is in
  std::optional<break_of_bot> broken{};
};

struct strike {
  std::string fault;
  double at = 0;
};

bool is_node(std::string_view target) {
  return target.starts_with("node-");
}

}  // namespace

struct recovery_watch::parts {
  std::vector<standing> faults;
  std::unordered_map<bot_number, bot_story> bots;  // also of numbers that the run does not have
  std::vector<break_of_bot> breaks;                // which are over
  std::map<std::pair<std::string, std::uint64_t>, std::vector<strike>> strikes;  // by connection
  std::unordered_map<std::string, std::map<std::pair<seat_number, seq_number>, double>> under_way;
  std::unordered_set<std::string> named;  // rooms
  std::map<std::string, fault_recovery> by_fault;
  recovery_times all;

  void on(double t, const fault& what) {
    faults.push_back({what.n, what.what, what.target, t});
    by_fault[what.what].fault = what.what;
  }
  void on(double t, const healed& what) {
    for (standing& each : faults) {
      if (each.n == what.n && !each.healed) each.healed = t;
    }
  }
  void on(double t, const struck& what) {
    strikes[{what.service, what.connection}].push_back({what.fault, t});
  }
  void on(double t, const joined& what);
  void on(double t, const lost& what);
  void on(double, const entered& what) {
    named.insert(what.room);
    bots[what.bot].came.reset();
  }
  void on(double t, const send& what) { under_way[what.room][{what.seat, what.seq}] = t; }
  void on(double t, const applied& what);
  void on(double t, const delivered& what) { recovered(t, bots[what.bot]); }
  void on(double, const ended& what) { forgotten(bots[what.bot]); }
  void on(double, const closed& what) { forgotten(bots[what.bot]); }
  template <class Other>
  void on(double, const Other&) {}

  fault_recovery& of(const std::string& name) {
    fault_recovery& found = by_fault[name];
    found.fault = name;
    return found;
  }
  [[nodiscard]] const standing* blame(double t, const std::string& node) const;
  [[nodiscard]] const strike* struck_by(const break_of_bot& broken) const;
  void recovered(double t, bot_story& bot);
  void forgotten(bot_story& bot);  // its room is no more
  void put_down(break_of_bot& broken);
};

// The last fault begun that may explain a break at `t` of a bot on `node`.
const standing* recovery_watch::parts::blame(double t, const std::string& node) const {
  for (const standing& each : faults | std::views::reverse) {
    if (each.healed && t - *each.healed > still_felt_ms) continue;
    if (!is_node(each.target) || each.target == node) return &each;
  }
  return nullptr;
}

// The last strike at that very connection. A node that was started anew counts them anew.
const strike* recovery_watch::parts::struck_by(const break_of_bot& broken) const {
  const auto found = strikes.find({broken.of.node, broken.of.number});
  if (broken.of.number == 0 || found == strikes.end()) return nullptr;
  for (const strike& each : found->second | std::views::reverse) {
    if (each.at >= broken.of.joined && each.at <= broken.lost + told_late_ms) return &each;
  }
  return nullptr;
}

void recovery_watch::parts::on(double t, const joined& what) {
  bot_story& bot = bots[what.bot];
  bot.sits = {what.node, what.connection, t};
  if (!bot.came) bot.came = t;
  if (bot.broken && !bot.broken->back) bot.broken->back = t;
}

void recovery_watch::parts::on(double t, const lost& what) {
  bot_story& bot = bots[what.bot];
  if (bot.broken) return;  // not over the last one yet
  const standing* const fault = blame(t, bot.sits.node);
  const bool cut_off = fault != nullptr && is_node(fault->target);
  bot.broken = {bot.sits, fault == nullptr ? "lost" : fault->what, cut_off ? fault->began : t, t};
}

void recovery_watch::parts::on(double t, const applied& what) {
  recovered(t, bots[what.bot]);
  const auto room = under_way.find(what.room);
  if (room == under_way.end()) return;
  const auto found = room->second.find({what.from, what.seq});
  if (found == room->second.end()) return;
  const double sent = found->second;
  const auto& came = bots[what.bot].came;
  const bool is_named = named.contains(what.room);
  if (!is_named) room->second.erase(found);
  if (is_named && (!came || sent < *came)) return;  // history that it found there
  const auto delay = static_cast<float>(t - sent);
  all.delay_ms.push_back(delay);
  std::map<std::string_view, bool> counted;
  for (const standing& each : faults) {
    if (each.healed && *each.healed < sent) continue;
    if (!std::exchange(counted[each.what], true)) of(each.what).delay_ms.push_back(delay);
  }
}

void recovery_watch::parts::recovered(double t, bot_story& bot) {
  if (!bot.broken || !bot.broken->back) return;
  bot.broken->recovered = t;
  forgotten(bot);
}

void recovery_watch::parts::forgotten(bot_story& bot) {
  if (bot.broken && bot.broken->back) breaks.push_back(std::move(*bot.broken));
  bot.broken.reset();
}

void recovery_watch::parts::put_down(break_of_bot& broken) {
  if (const strike* const cause = struck_by(broken)) {
    broken.fault = cause->fault;
    broken.began = cause->fault == unnoticed ? std::min(cause->at, broken.lost) : broken.lost;
  }
  fault_recovery& known = of(broken.fault);
  known.back_ms.push_back(static_cast<float>(*broken.back - broken.began));
  if (!broken.recovered) return;
  known.recovered_ms.push_back(static_cast<float>(*broken.recovered - broken.began));
}

recovery_watch::recovery_watch() : parts_(std::make_unique<parts>()) {}
recovery_watch::recovery_watch(recovery_watch&&) noexcept = default;
recovery_watch& recovery_watch::operator=(recovery_watch&&) noexcept = default;
recovery_watch::~recovery_watch() = default;

void recovery_watch::take(const happening& what) {
  std::visit([&](const auto& each) { parts_->on(what.t, each); }, what.event);
}

recovery_times recovery_watch::finish() {
  for (auto& [number, bot] : parts_->bots) {
    if (bot.broken) ++parts_->all.unrecovered;
    parts_->forgotten(bot);
  }
  for (break_of_bot& each : parts_->breaks)
    parts_->put_down(each);
  for (auto& [name, each] : parts_->by_fault)
    parts_->all.faults.push_back(std::move(each));
  return std::move(parts_->all);
}

}  // namespace parley::checks
