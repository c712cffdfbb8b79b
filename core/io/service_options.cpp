// Keys, docs and checks of the common options.
#include "core/io/service_options.hpp"

#include "core/io/secrets.hpp"
#include "core/io/ws/trusted_networks.hpp"

namespace parley::io {

namespace {

constexpr std::uint64_t million = 1'000'000;

void declare_doors(option_table& table, service_options& options) {
  table.section("listen", "Where users connect, usually through the gateway.")
      .add("listen.address", options.listen.address, "Address to listen on.", not_empty())
      .add("listen.port", options.listen.port, "Port to listen on; 0 takes a free one.")
      .add("listen.origins", options.listen.origins,
           "Origins allowed besides the one that equals the request's Host.")
      .add("listen.trusted_proxies", options.listen.trusted_proxies,
           "Addresses and networks whose X-Real-IP is believed.", &trusted_networks::mistake_in)
      .section("admin", "Health, readiness, metrics and version; not for strangers.")
      .add("admin.address", options.admin.address, "Address to listen on.", not_empty())
      .add("admin.port", options.admin.port, "Port to listen on; 0 takes a free one.");
}

std::optional<std::string> mistake_in_addresses(const std::vector<std::string>& addresses) {
  for (const auto& each : addresses)
    if (!link::parse_redis_address(each)) return "must be host:port, not " + each;
  return std::nullopt;
}

void declare_redis(option_table& table, service_options& options) {
  table.section("redis", "The Redis that all processes of a deployment share.")
      .add("redis.host", options.redis.host, "Name or address.", not_empty())
      .add("redis.port", options.redis.port, "Port.", between<std::uint16_t>(1, 65'535))
      .add("redis.password_file", options.redis.password_file,
           "File that holds the password; empty: none.")
      .add("redis.timeout_ms", options.redis.timeout_ms,
           "Time for connecting and for each reply; a later one breaks the link.",
           at_least(milliseconds{10}))
      .add("redis.cluster", options.redis.cluster,
           "It is a Redis Cluster: links to all its masters, wherever its slots go.")
      .add("redis.address", options.redis.address,
           "Members of the cluster that tell of the others, host:port each; empty: host and port.",
           &mistake_in_addresses)
      .section("registry", "How processes know of one another.")
      .add("registry.lease_ms", options.registry.lease_ms,
           "A process that has not renewed its record for so long is taken for dead; it renews "
           "three "
           "times as often.",
           at_least(milliseconds{300}));
}

void declare_limits(option_table& table, service_options& options) {
  auto& limits = options.limits;
  const auto positive = between<std::uint64_t>(1, million * million);
  table.section("limits", "Beyond them a client gets a named error, and nobody else notices.")
      .add("limits.connections", limits.connections, "Connections of this process.", positive)
      .add("limits.connections_per_address", limits.connections_per_address,
           "Connections from one address; an IPv6 address counts as its /64.", positive)
      .add("limits.queued_bytes", limits.queued_bytes,
           "Bytes queued for one connection; beyond, it is closed and catches up later.", positive)
      .add("limits.idle_timeout_ms", limits.idle_timeout_ms,
           "A connection without any frame for so long is closed.", at_least(milliseconds{1'000}))
      .add("limits.handshake_timeout_ms", limits.handshake_timeout_ms,
           "Time for a handshake to arrive.", at_least(milliseconds{100}))
      .add("limits.frames_burst", limits.frames_burst, "Frames that a connection may send at once.",
           positive)
      .add("limits.frames_per_second", limits.frames_per_second,
           "Frames that a connection may send over time.", positive);
}

}  // namespace

void declare_service_options(option_table& table, service_options& options) {
  declare_doors(table, options);
  declare_redis(table, options);
  table.section("tokens", "Session and seat tokens are signed.")
      .add("tokens.keys_file", options.tokens.keys_file,
           "File of one or two keys, 64 hex digits a line; the first one signs.");
  declare_limits(table, options);
  table.section("log", "JSON lines on stderr.")
      .add_choice("log.level", options.log.level,
                  {{"debug", log_level::debug},
                   {"info", log_level::info},
                   {"warn", log_level::warn},
                   {"error", log_level::error}},
                  "The least level that is logged.");
}

redis_settings redis_settings_of(const service_options& options) {
  redis_settings settings;
  settings.host = options.redis.host;
  settings.port = options.redis.port;
  settings.timeout = options.redis.timeout_ms;
  if (!options.redis.password_file.empty()) {
    settings.password = read_secret_file("redis.password_file", options.redis.password_file);
  }
  return settings;
}

redis_place redis_place_of(const service_options& options) {
  redis_place place{redis_settings_of(options)};
  if (!options.redis.cluster) {
    if (options.redis.address.empty()) return place;
    throw start_error(
        "redis.address: is for redis.cluster; one server has redis.host and redis.port");
  }
  for (const auto& each : options.redis.address)
    place.seeds.push_back(*link::parse_redis_address(each));
  if (place.seeds.empty()) place.seeds.push_back({options.redis.host, options.redis.port});
  return place;
}

}  // namespace parley::io
