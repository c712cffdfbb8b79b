// Keys, docs and checks of the chat-node's own options.
#include "chat-node/service/config.hpp"

#include <algorithm>
#include <optional>
#include <random>

#include "core/io/secrets.hpp"

namespace parley::chat_node_service {
namespace {

constexpr std::uint64_t million = 1'000'000;

std::optional<std::string> is_node_id(const std::string& id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (!id.empty() && id.size() <= 63 && std::ranges::all_of(id, fits)) return std::nullopt;
  return "must be 1 to 63 of a-z, 0-9 and -";
}

std::string random_hex() {
  std::random_device entropy;
  std::string text;
  for (int i = 0; i < 16; ++i)
    text += "0123456789abcdef"[entropy() % 16];
  return text;
}

void declare_room(io::option_table& table, config& c) {
  using io::at_least;
  table.section("room", "How long a room waits for its members.")
      .add("room.grace_ms", c.node.grace,
           "A member whose connection broke is shown as reconnecting for so long; then the room "
           "ends.",
           at_least(milliseconds{1'000}))
      .add("room.join_timeout_ms", c.node.join_timeout,
           "A new room whose members have not all joined by then ends with no_show.",
           at_least(milliseconds{100}))
      .add("room.idle_ttl_ms", c.node.idle_ttl,
           "A room without a message for so long ends; its log in Redis outlives it as long again.",
           at_least(milliseconds{10'000}))
      .add("room.idle_ask_ms", c.node.idle_ask,
           "When nobody has said anything for so long, all are asked whether they are still there; "
           "0: never.",
           at_least(milliseconds{0}))
      .add("room.idle_answer_ms", c.node.idle_answer,
           "Who is asked and does not answer in time ends the room.", at_least(milliseconds{1'000}))
      .add("room.named_kept_ms", c.node.named_kept,
           "A named room's log and key are kept for so long after its last entry.",
           at_least(milliseconds{60'000}))
      .add("room.move_interval_ms", c.node.move_interval,
           "The least time between two moves of a room by its members' word alone.",
           at_least(milliseconds{0}));
}

void declare_log(io::option_table& table, config& c) {
  table.section("room_log", "The log of each room, a Redis stream.")
      .add("room_log.trim", c.trim,
           "Entries that a log keeps, about; more than twice the clients' outbox of 400.",
           io::between<std::uint64_t>(900, million))
      .add("room_log.snapshot_every", c.node.snapshot_every,
           "Entries between two snapshots of the room's state.",
           io::between<std::uint64_t>(10, 500))
      .add("room_log.wait_replicas", c.wait_replicas,
           "Replicas that must have an entry before its tick; needs as many, or nothing is ever "
           "stored.",
           io::between<std::uint64_t>(0, 10))
      .add("room_log.waiting_entries", c.node.waiting_entries,
           "Entries of a room that may wait for Redis; beyond, senders are told busy.",
           io::between<std::uint64_t>(1, 100'000));
}

void declare_files(io::option_table& table, config& c) {
  constexpr std::uint64_t most = 268'435'456;  // half of what Redis keeps under one key
  table.section("files", "Images and files that members send each other, kept in Redis.")
      .add("files.enabled", c.files.enabled, "Off: they are answered files_off.")
      .add("files.max_bytes", c.files.max_bytes,
           "The largest file. The gateway has a limit of its own, a little above the default.",
           io::between<std::uint64_t>(1, most))
      .add("files.max_image_bytes", c.files.max_image_bytes,
           "The largest image, as its content tells.", io::between<std::uint64_t>(1, most))
      .add("files.room_bytes", c.files.room_bytes,
           "All files of a room together; each counts as 4 KiB at least.",
           io::between<std::uint64_t>(4'096, most * 8))
      .add("files.redis_percent", c.files.redis_percent,
           "Of Redis's maxmemory: with more in use uploads are told busy; never without a "
           "maxmemory.",
           io::between<std::uint64_t>(1, 100))
      .add("files.at_once", c.files.at_once,
           "Transfers under way in this process, 64 KiB of memory each, at most 8 of a room; "
           "beyond, "
           "busy.",
           io::between<std::uint64_t>(1, 10'000))
      .add("files.uploads_per_minute", c.files.uploads_per_minute,
           "Uploads of one seat, as many at once; beyond, rate_limited.",
           io::between<std::uint32_t>(1, 10'000));
}

void declare_node(io::option_table& table, config& c) {
  using io::at_least;
  table.section("node", "This process.")
      .add("node.id", c.node_id,
           "Its name in the registry and in /node/<id>/ws; the same after a restart.", is_node_id)
      .add("node.version", c.version,
           "What it calls its version in the registry, for a canary; empty: that of the build.")
      .add("node.capacity", c.node.capacity, "Rooms at once; beyond, joins are sent elsewhere.",
           io::between<std::uint64_t>(1, million));
  declare_room(table, c);
  declare_log(table, c);
  declare_files(table, c);
  safety::declare_safety_options(table, c.safety);
  declare_filter_options(table, c.filter);
  declare_clock_options(table, c.clock);
  table.section("drain", "On SIGTERM the rooms move to other nodes, then the process exits.")
      .add("drain.deadline_ms", c.node.drain.deadline,
           "What has not moved by then is cut off, resumably.", at_least(milliseconds{0}))
      .add("drain.spread_ms", c.node.drain.spread,
           "The moves are spread over so long, so that no herd arrives elsewhere.",
           at_least(milliseconds{0}));
}

}  // namespace

config::config() {
  service.listen.port = 7'100;
  service.admin.port = 7'101;
  service.limits.frames_burst = 450;
  service.limits.frames_per_second = 30;
}

io::option_table declare_options(config& target) {
  io::option_table table;
  declare_node(table, target);
  io::declare_service_options(table, target.service);
  striker::declare_fault_options(table, target.faults);
  table.section("limits", "")
      .add("limits.join_deadline_ms", target.node.join_deadline,
           "A connection that has not joined by then is closed.", io::at_least(milliseconds{100}))
      .add("limits.refusals", target.node.refusals,
           "Frames refused without a pause before the connection is closed.",
           io::between<std::uint64_t>(1, million));
  return table;
}

room::node_settings node_settings_of(const config& from) {
  auto settings = from.node;
  settings.id = from.node_id;
  settings.instance = random_hex();
  settings.seed = std::random_device{}();
  settings.frames = {static_cast<std::uint32_t>(from.service.limits.frames_burst),
                     static_cast<std::uint32_t>(from.service.limits.frames_per_second)};
  settings.queued_bytes = from.service.limits.queued_bytes;
  settings.page_bytes = std::min<std::uint64_t>(settings.page_bytes, settings.queued_bytes / 4);
  settings.unapplied_entries = from.trim / 2;
  settings.words = word_lists_of(from.filter);
  settings.asks_filter = !from.filter.hook.empty();
  settings.holds_unchecked = from.filter.on_failure == unchecked::hold;
  settings.trim = from.trim;
  settings.takes_reports = !from.safety.report_key_file.empty();
  return settings;
}

wire::token_box tokens_of(const config& from) {
  const auto& file = from.service.tokens.keys_file;
  if (file.empty()) throw io::start_error("tokens.keys_file: must name a file of one or two keys");
  auto keys = wire::parse_token_keys(io::read_secret_file("tokens.keys_file", file));
  if (!keys) throw io::start_error("tokens.keys_file: " + file + ": " + keys.error());
  return wire::token_box(std::move(*keys));
}

}  // namespace parley::chat_node_service
