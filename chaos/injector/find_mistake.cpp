// The checks of a plan, whoever made it: the first thing wrong, by its key and its reason.
#include <algorithm>
#include <set>
#include <string_view>

#include "chaos/injector/kinds.hpp"
#include "chaos/injector/plan.hpp"

namespace parley::injector {
namespace {

using mistake = std::optional<plan_error>;

constexpr std::size_t most_faults = 64;
constexpr std::size_t longest_name = 60;
constexpr std::uint64_t million = 1'000'000;
constexpr milliseconds day{86'400'000};

std::string range(std::uint64_t least, std::uint64_t most) {
  return "must be from " + std::to_string(least) + " to " + std::to_string(most);
}

// Written so that what is not a number (NaN) is out of range too.
bool is_percentage(double value) {
  return value >= 0 && value <= 100;
}

bool is_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= longest_name &&
         std::all_of(name.begin(), name.end(), fits);
}

mistake check_percent(const fault& checked, const kind_info& info) {
  for (std::size_t i = 0; i < phase_count; ++i) {
    const auto at = static_cast<phase>(i);
    if (!is_percentage(checked.percent[i])) return {{"percent", "must be from 0 to 100"}};
    if (checked.percent[i] > 0 && !info.may_strike_at(at)) {
      const auto phase_name = std::string(name_of(at));
      return {{"percent." + phase_name,
               std::string(info.name) + " does not strike in phase " + phase_name}};
    }
    if (checked.percent[i] > 0 && checked.where.rooms < 100 && !knows_room(at)) {
      return {{"scope.rooms", "in phase " + std::string(name_of(at)) + " the room is not known"}};
    }
  }
  return std::nullopt;
}

mistake check_times(const fault& checked) {
  const auto& when = checked.when;
  const auto& how = checked.how;
  const std::pair<const char*, milliseconds> times[] = {
      {"schedule.start_ms", when.start},
      {"schedule.ramp_ms", when.ramp},
      {"schedule.hold_ms", when.hold.value_or(milliseconds{0})},
      {"schedule.end_ms", when.end},
      {"after_ms", how.after},
      {"jitter_ms", how.jitter},
      {"for_ms", how.lasts},
      {"delay_ms", how.delay},
  };
  for (const auto& [key, time] : times)
    if (time < milliseconds{0} || time > day)
      return {{key, range(0, static_cast<std::uint64_t>(day.count()))}};
  return std::nullopt;
}

mistake check_settings(const fault& checked) {
  const auto& how = checked.how;
  if (how.bytes_per_second < 1 || how.bytes_per_second > 1'000 * million)
    return {{"bytes_per_second", range(1, 1'000 * million)}};
  const bool may_be_sent = how.code == 1'000 || how.code == 1'001 ||
                           (how.code >= 1'011 && how.code <= 1'014) ||
                           (how.code >= 3'000 && how.code <= 4'999);
  if (!may_be_sent) return {{"code", "must be 1000, 1001, 1011 to 1014 or 3000 to 4999"}};
  if (how.status > 255) return {{"status", range(0, 255)}};
  const bool ends_by_itself =
      checked.kind != fault_kind::hang && checked.kind != fault_kind::freeze_and_wake;
  if (!ends_by_itself && how.lasts < milliseconds{1})
    return {{"for_ms", "must be at least 1: a process that stands still cannot be released"}};
  return std::nullopt;
}

mistake check_fault(const fault& checked, std::set<std::string>& names) {
  const auto& info = info_of(checked.kind);
  if (!is_name(checked.name)) return {{"name", "must be 1 to 60 of a-z, 0-9, _ and -"}};
  if (!names.insert(checked.name).second)
    return {{"name", "two faults are called " + checked.name}};
  if (!is_percentage(checked.where.rooms)) return {{"scope.rooms", "must be from 0 to 100"}};
  if (auto found = check_percent(checked, info)) return found;
  if (auto found = check_times(checked)) return found;
  return check_settings(checked);
}

}  // namespace

std::optional<plan_error> find_mistake(const plan& checked) {
  if (checked.budget < 1 || checked.budget > million) return {{"budget", range(1, million)}};
  if (checked.expires_after < milliseconds{1} || checked.expires_after > day) {
    return {{"expires_after_ms", range(1, static_cast<std::uint64_t>(day.count()))}};
  }
  if (checked.faults.size() > most_faults)
    return {{"faults", "must be at most " + std::to_string(most_faults)}};
  std::set<std::string> names;
  for (std::size_t i = 0; i < checked.faults.size(); ++i) {
    if (auto found = check_fault(checked.faults[i], names)) {
      found->key = "faults[" + std::to_string(i) + "]." + found->key;
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace parley::injector
