// What each kind of fault is called, where it may strike, and which settings it has. The one table
// behind the plan reader, the checks and docs/faults.md. Pure.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "chaos/injector/plan.hpp"

namespace parley::injector {

// Settings by the keys that plans use.
enum class setting {
  after_ms,
  jitter_ms,
  after_messages,
  direction,
  for_ms,
  delay_ms,
  bytes_per_second,
  code,
  status,
  who,
};

struct kind_info {
  fault_kind kind;
  std::string_view name;
  std::vector<phase> phases;  // the first is what a plain `percent` means
  std::vector<setting> settings{};
  fault_settings defaults{};
  std::uint64_t from_message = 1;

  [[nodiscard]] bool may_strike_at(phase at) const {
    return std::find(phases.begin(), phases.end(), at) != phases.end();
  }
  [[nodiscard]] bool has(setting which) const {
    return std::find(settings.begin(), settings.end(), which) != settings.end();
  }
};

[[nodiscard]] std::span<const kind_info> all_kinds();
[[nodiscard]] const kind_info& info_of(fault_kind kind);
[[nodiscard]] const kind_info* find_kind(std::string_view name);  // null: no such fault

// A fault of this kind as a plan has it that says nothing of it but its kind.
[[nodiscard]] fault default_fault(const kind_info& kind);

[[nodiscard]] std::string_view name_of(phase at);
[[nodiscard]] std::optional<phase> parse_phase(std::string_view name);
[[nodiscard]] std::optional<setting> parse_setting(std::string_view key);

// The room of a chance is known: shares of rooms may be asked for.
[[nodiscard]] bool knows_room(phase at);

}  // namespace parley::injector
