// One attempt at each server, with a client of its own.
#include "core/io/require_redis.hpp"

#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/io/redis_topology.hpp"
#include "core/io/start_error.hpp"

namespace parley::io {

namespace {

constexpr int oldest_version = 7;

using answer = result<redis_reply, std::string>;

answer ask_once(event_loop& loop, redis_settings settings, const link::redis_address& at,
                const redis_command& question) {
  settings.host = at.host;
  settings.port = at.port;
  std::optional<redis_reply> reply;
  redis_client client(loop, settings, {},
                      {.on_ready = {}, .on_lost = {}, .on_failed = [&](std::string_view why) {
                         if (!reply) reply = redis_reply::lost(std::string(why));
                       }});
  client.start();
  // The attempt has its own deadline, so this comes to an end.
  while (!client.is_ready() && !reply)
    loop.context().run_one();
  if (!reply) client.command(question, [&](const redis_reply& said) { reply = said; });
  while (!reply)
    loop.context().run_one();
  if (reply->is_lost() || reply->is_error()) return reply->text;
  return *reply;
}

[[noreturn]] void refuse(const link::redis_address& at, const std::string& why) {
  throw start_error("no Redis at " + to_string(at) + ": " + why);
}

// "redis_version:7.0.15\r\n…"
std::string_view field(std::string_view info, std::string_view name) {
  const auto begin = info.find("\n" + std::string(name) + ":");
  if (begin == std::string_view::npos) return {};
  info.remove_prefix(begin + name.size() + 2);
  return info.substr(0, info.find_first_of("\r\n"));
}

void require_fit(const link::redis_address& at, std::string_view info, bool is_member) {
  const auto version = field(info, "redis_version");
  int major = 0;
  std::from_chars(version.data(), version.data() + version.size(), major);
  if (major < oldest_version)
    refuse(at, "it is of version " + std::string(version) + ", and 7 is the oldest that will do");
  const auto policy = field(info, "maxmemory_policy");
  if (policy != "noeviction")
    refuse(at, "its maxmemory-policy is " + std::string(policy) + " and must be noeviction");
  if (!is_member && field(info, "cluster_enabled") == "1")
    refuse(at, "it is a member of a cluster: set redis.cluster");
}

void require_server(event_loop& loop, const redis_place& place) {
  const link::redis_address at{place.settings.host, place.settings.port};
  const auto reply = ask_once(loop, place.settings, at, {"INFO"});
  if (!reply) refuse(at, reply.error());
  require_fit(at, reply->text, false);
}

// One that is away may come back, and the others serve their slots meanwhile.
void require_masters(event_loop& loop, const redis_settings& settings,
                     const std::set<link::redis_address>& masters) {
  std::size_t seen = 0;
  std::string trouble;
  for (const auto& at : masters) {
    const auto reply = ask_once(loop, settings, at, {"INFO"});
    if (reply) {
      require_fit(at, reply->text, true);
      ++seen;
    } else {
      trouble += (trouble.empty() ? "" : "; ") + to_string(at) + ": " + reply.error();
    }
  }
  if (seen == 0) throw start_error("no Redis Cluster: no master answers: " + trouble);
}

std::vector<link::slot_range> require_topology(event_loop& loop, const redis_place& place) {
  std::string trouble;
  for (const auto& seed : place.seeds) {
    const auto reply = ask_once(loop, place.settings, seed, {"CLUSTER", "SLOTS"});
    if (reply) {
      auto ranges = parse_topology(*reply, seed);
      if (ranges) return std::move(*ranges);
    }
    if (!trouble.empty()) trouble += "; ";
    trouble += to_string(seed) + ": " + (reply ? "no slots" : reply.error());
  }
  throw start_error("no Redis Cluster: " + trouble);
}

}  // namespace

void require_redis(event_loop& loop, const redis_place& place) {
  if (place.seeds.empty()) return require_server(loop, place);
  std::set<link::redis_address> masters;
  std::size_t slots = 0;
  for (const auto& range : require_topology(loop, place)) {
    masters.insert(range.master);
    slots += range.last - range.first + 1U;
  }
  if (slots != link::slot_count)
    throw start_error("no Redis Cluster: " + std::to_string(slots) + " of " +
                      std::to_string(link::slot_count) + " slots have a master");
  require_masters(loop, place.settings, masters);
}

}  // namespace parley::io
