// Keys, docs and checks.
#include "chaos/probe/config.hpp"

#include "core/io/secrets.hpp"

namespace parley::probe {

std::string key_of(const config& from) {
  return io::read_secret_file("probe.key_file", from.key_file);
}

io::option_table declare_options(config& target) {
  io::option_table table;
  table.section("gateway", "Where the visitors go.")
      .add("gateway.host", target.gateway_host, "Name or address.", io::not_empty())
      .add("gateway.port", target.gateway_port, "Port.", io::between<std::uint16_t>(1, 65'535));
  table.section("probe", "What is sent, and how often.")
      .add("probe.key_file", target.key_file,
           "The key of the pool for it alone: what the matchmakers have as pairing.probe_key_file.")
      .add("probe.timeout_ms", target.timeout,
           "Then an echo is answered 504, with what it waits for.", io::at_least(milliseconds{100}))
      .add("probe.every_ms", target.every,
           "So often one is sent by itself, for the metrics; 0: none.",
           io::at_least(milliseconds{0}))
      .add("probe.couples", target.couples, "Echoes at once; beyond: 503.",
           io::between<std::uint64_t>(1, 64))
      .add("probe.per_second", target.per_second, "Echoes over time; beyond: 429.",
           io::between<std::uint32_t>(1, 1'000))
      .add("probe.burst", target.burst, "Echoes that may come one upon the other.",
           io::between<std::uint32_t>(1, 1'000));
  table.section("listen", "Where POST /api/echo is answered, usually through the gateway.")
      .add("listen.address", target.address, "Address to listen on.", io::not_empty())
      .add("listen.port", target.port, "Port to listen on; 0 takes a free one.");
  table.section("admin", "Health, readiness, metrics and version; not for strangers.")
      .add("admin.address", target.admin_address, "Address to listen on.", io::not_empty())
      .add("admin.port", target.admin_port, "Port to listen on; 0 takes a free one.");
  table.section("log", "JSON lines on stderr.")
      .add_choice("log.level", target.level,
                  {{"debug", io::log_level::debug},
                   {"info", io::log_level::info},
                   {"warn", io::log_level::warn},
                   {"error", io::log_level::error}},
                  "The least level that is logged.");
  return table;
}

}  // namespace parley::probe
