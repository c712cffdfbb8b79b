// A fault plan as plain values: which faults, how often, where and when. Reading one from a file is
// chaos/striker's; docs/faults.md is the reference. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace parley::injector {

enum class fault_kind {
  refuse,
  cut_before_handshake,
  cut_after_handshake,
  stall,
  cut,
  hang_up,
  close,
  freeze,
  delay,
  throttle,
  torn_frame,
  late,
  doubled,
  cut_before_append,
  cut_after_append,
  cut_after_relay,
  abort,
  exit,
  hang,
  freeze_and_wake,
  redis_cut,
  redis_delay,
  redis_lost_reply,
  redis_refuse,
};

// Where a fault may strike, as in docs/faults.md.
enum class phase {
  connect,
  handshake,
  open,
  inbound,
  outbound,
  append,
  stored,
  relayed,
  second,
  dial,
  command,
  reply,
};
inline constexpr std::size_t phase_count = 12;

enum class service { matchmaker, chat_node };
enum class direction { both, inbound, outbound };
enum class reach { sender, room };  // whose connections are cut around the log

struct scope {
  std::optional<service> only{};     // none: both services
  std::vector<std::string> nodes{};  // ids of processes; empty: all
  double rooms = 100;                // percent of them
  friend bool operator==(const scope&, const scope&) = default;
};

// Counted from the taking up of the plan.
struct schedule {
  milliseconds start{0};               // at 0 % until then
  milliseconds ramp{0};                // growing evenly
  std::optional<milliseconds> hold{};  // none: until the plan expires
  milliseconds end{0};                 // falling evenly
  friend bool operator==(const schedule&, const schedule&) = default;
};

// What the kinds have between them; which of it a kind looks at stands in kinds.cpp.
struct fault_settings {
  milliseconds after{0};             // from the opening of the connection
  milliseconds jitter{0};            // added to `after` or `delay`, evenly from 0 to this
  std::uint64_t after_messages = 0;  // of both directions
  direction towards = direction::both;
  milliseconds lasts{0};  // 0: as long as the connection or the plan
  milliseconds delay{0};
  std::uint64_t bytes_per_second = 1'000;
  std::uint16_t code = 4'000;
  std::uint32_t status = 1;
  reach whose = reach::sender;
  friend bool operator==(const fault_settings&, const fault_settings&) = default;
};

struct fault {
  fault_kind kind = fault_kind::cut;
  std::string name{};
  std::array<double, phase_count> percent{};  // by phase
  scope where{};
  schedule when{};
  std::optional<std::uint64_t> times{};  // at most so many strikes; none: any number
  std::uint64_t from_connection = 1;
  std::uint64_t from_message = 1;
  fault_settings how{};

  [[nodiscard]] double percent_in(phase at) const { return percent[static_cast<std::size_t>(at)]; }
  friend bool operator==(const fault&, const fault&) = default;
};

struct plan {
  std::uint64_t seed = 1;
  std::uint64_t budget = 1'000;  // strikes that stand at once
  milliseconds expires_after{600'000};
  std::vector<fault> faults{};
  friend bool operator==(const plan&, const plan&) = default;
};

// What is wrong with a plan: "faults[0].percent", "must be from 0 to 100".
struct plan_error {
  std::string key;
  std::string reason;
  friend bool operator==(const plan_error&, const plan_error&) = default;
};

// The first thing wrong; none: the plan can be taken up.
[[nodiscard]] std::optional<plan_error> find_mistake(const plan& checked);

}  // namespace parley::injector
