// The command line of the load driver.
#include "bench/options.hpp"

#include <charconv>
#include <functional>
#include <optional>

namespace parley::bench {

const char* const usage =
    "parley-bench: pairs of visitors talk over WebSocket, and what it costs is measured.\n"
    "  --gateway=HOST:PORT      the one door; or, straight to the services:\n"
    "  --matchmaker=HOST:PORT   may be repeated\n"
    "  --node=ID=HOST:PORT      may be repeated\n"
    "  --pairs=N                (100)\n"
    "  --rate=R                 messages a second over all pairs; latency counts from the intended "
    "time.\n"
    "                           Without it a closed loop: each side sends as soon as it has heard "
    "(0)\n"
    "  --depth=N                closed loop: messages under way from each side (1)\n"
    "  --bytes=N                of a message's text (100)\n"
    "  --warm-up=S --seconds=S  (2, 10)\n"
    "  --process=NAME=PID       report its CPU and memory; may be repeated\n";

namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<address> parse_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto port = number<std::uint16_t>(text.substr(colon + 1));
  if (!port) return std::nullopt;
  return address{std::string(text.substr(0, colon)), *port};
}

template <class Number>
bool assign(Number& target, std::string_view text) {
  const auto value = number<Number>(text);
  if (value) target = *value;
  return value.has_value();
}

bool assign_seconds(milliseconds& target, std::string_view text) {
  const auto value = number<double>(text);
  if (!value || *value < 0) return false;
  target = milliseconds{static_cast<milliseconds::rep>(*value * 1000)};
  return true;
}

bool set(options& into, std::string_view key, std::string_view value) {
  const auto parsed = parse_address(value);
  if (key == "gateway" && parsed) return into.gateway = *parsed, true;
  if (key == "matchmaker" && parsed) return into.matchmakers.push_back(*parsed), true;
  if (key == "pairs") return assign(into.pairs, value) && into.pairs > 0;
  if (key == "rate") return assign(into.rate, value) && into.rate >= 0;
  if (key == "depth") return assign(into.depth, value) && into.depth > 0;
  if (key == "bytes") return assign(into.bytes, value) && into.bytes > 0 && into.bytes <= 4'000;
  if (key == "warm-up") return assign_seconds(into.warm_up, value);
  if (key == "seconds") return assign_seconds(into.duration, value);
  const auto equals = value.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string name(value.substr(0, equals));
  if (key == "node") {
    const auto where = parse_address(value.substr(equals + 1));
    return where && into.nodes.emplace(name, *where).second;
  }
  const auto pid = key == "process" ? number<int>(value.substr(equals + 1)) : std::nullopt;
  if (pid) into.processes.emplace_back(name, *pid);
  return pid.has_value();
}

}  // namespace

result<options, std::string> parse_options(const std::vector<std::string>& arguments) {
  options parsed;
  for (const std::string& argument : arguments) {
    const auto equals = argument.find('=');
    if (!argument.starts_with("--") || equals == std::string::npos ||
        !set(parsed, std::string_view(argument).substr(2, equals - 2),
             std::string_view(argument).substr(equals + 1))) {
      return "cannot understand " + argument + "\n" + usage;
    }
  }
  if (parsed.gateway.port == 0 && (parsed.matchmakers.empty() || parsed.nodes.empty())) {
    return std::string("needs --gateway, or --matchmaker and --node\n") + usage;
  }
  return parsed;
}

}  // namespace parley::bench
