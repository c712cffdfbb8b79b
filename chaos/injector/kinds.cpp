// The table of faults.
#include "chaos/injector/kinds.hpp"

#include <array>
#include <string>

#include "core/base/check.hpp"

namespace parley::injector {
namespace {

using enum setting;

constexpr std::array<std::string_view, phase_count> phase_names = {
    "connect", "handshake", "open",   "inbound", "outbound", "append",
    "stored",  "relayed",   "second", "dial",    "command",  "reply"};

constexpr std::array<std::string_view, 10> setting_names = {
    "after_ms", "jitter_ms",        "after_messages", "direction", "for_ms",
    "delay_ms", "bytes_per_second", "code",           "status",    "who"};

fault_settings delayed_by(milliseconds delay) {
  fault_settings how;
  how.delay = delay;
  return how;
}

fault_settings lasting(milliseconds time) {
  fault_settings how;
  how.lasts = time;
  return how;
}

fault_settings reaching(reach whose) {
  fault_settings how;
  how.whose = whose;
  return how;
}

std::vector<kind_info> make_kinds() {
  using kind = fault_kind;
  const milliseconds some{100};
  const std::vector<phase> living = {phase::open, phase::inbound, phase::outbound};
  const std::vector<phase> by_frame = {phase::outbound, phase::inbound};
  const std::vector<phase> anywhere = {phase::open,   phase::handshake, phase::inbound,
                                       phase::append, phase::stored,    phase::relayed,
                                       phase::second};
  return {
      {kind::refuse, "refuse", {phase::handshake}},
      {kind::cut_before_handshake, "cut_before_handshake", {phase::handshake, phase::connect}},
      {kind::cut_after_handshake, "cut_after_handshake", {phase::open}},
      {kind::stall, "stall", {phase::handshake, phase::connect}, {for_ms}},

      {kind::cut, "cut", living, {after_ms, jitter_ms, after_messages}},
      {kind::hang_up, "hang_up", living, {after_ms, jitter_ms, after_messages}},
      {kind::close, "close", living, {after_ms, jitter_ms, after_messages, code}},
      {kind::freeze,
       "freeze",
       living,
       {after_ms, jitter_ms, after_messages, setting::direction, for_ms}},
      {kind::delay,
       "delay",
       living,
       {after_ms, jitter_ms, after_messages, setting::direction, for_ms, delay_ms},
       delayed_by(some)},
      {kind::throttle,
       "throttle",
       living,
       {after_ms, jitter_ms, after_messages, setting::direction, for_ms, bytes_per_second}},
      {kind::torn_frame, "torn_frame", {phase::outbound}},
      {kind::late, "late", by_frame, {delay_ms, jitter_ms}, delayed_by(some), 2},
      {kind::doubled, "doubled", by_frame, {delay_ms, jitter_ms}, {}, 2},

      {kind::cut_before_append, "cut_before_append", {phase::append}, {who}},
      {kind::cut_after_append, "cut_after_append", {phase::stored}, {who}, reaching(reach::room)},
      {kind::cut_after_relay, "cut_after_relay", {phase::relayed}, {who}},

      {kind::abort, "abort", anywhere},
      {kind::exit, "exit", anywhere, {status}},
      {kind::hang, "hang", anywhere, {for_ms}, lasting(milliseconds{1'000})},
      {kind::freeze_and_wake, "freeze_and_wake", anywhere, {for_ms}, lasting(milliseconds{5'000})},

      {kind::redis_cut, "redis_cut", {phase::command, phase::reply}},
      {kind::redis_delay, "redis_delay", {phase::reply}, {delay_ms, jitter_ms}, delayed_by(some)},
      {kind::redis_lost_reply, "redis_lost_reply", {phase::reply}},
      {kind::redis_refuse, "redis_refuse", {phase::dial}},
  };
}

const std::vector<kind_info>& kinds() {
  static const auto all = make_kinds();
  return all;
}

}  // namespace

std::span<const kind_info> all_kinds() {
  return kinds();
}

const kind_info& info_of(fault_kind kind) {
  const auto& info = kinds().at(static_cast<std::size_t>(kind));
  PARLEY_CHECK(info.kind == kind);
  return info;
}

const kind_info* find_kind(std::string_view name) {
  for (const auto& each : kinds())
    if (each.name == name) return &each;
  return nullptr;
}

fault default_fault(const kind_info& kind) {
  fault made;
  made.kind = kind.kind;
  made.name = std::string(kind.name);
  made.from_message = kind.from_message;
  made.how = kind.defaults;
  return made;
}

std::string_view name_of(phase at) {
  return phase_names.at(static_cast<std::size_t>(at));
}

std::optional<phase> parse_phase(std::string_view name) {
  for (std::size_t i = 0; i < phase_names.size(); ++i)
    if (phase_names[i] == name) return static_cast<phase>(i);
  return std::nullopt;
}

std::optional<setting> parse_setting(std::string_view key) {
  for (std::size_t i = 0; i < setting_names.size(); ++i)
    if (setting_names[i] == key) return static_cast<setting>(i);
  return std::nullopt;
}

bool knows_room(phase at) {
  return at == phase::inbound || at == phase::outbound || at == phase::append ||
         at == phase::stored || at == phase::relayed;
}

}  // namespace parley::injector
