// Notifications as a client understands them.
#include <algorithm>
#include <array>

#include "core/base/tenths.hpp"
#include "core/wire/message_kinds.hpp"
#include "core/wire/read_content.hpp"
#include "core/wire/service_frames.hpp"
#include "core/wire/state_names.hpp"

namespace parley::wire {

namespace {

// A word of a closed set.
template <class Enum, std::size_t N>
Enum read_word(json_members& params, std::string_view name, const name_table<Enum, N>& table) {
  const auto value = find_value(table, params.text(name));
  if (!value) params.fail(name);
  return value.value_or(table.front().first);
}

notification read_waiting(json_members& params) {
  waiting message;
  message.attempt = params.integer("attempt");
  message.elapsed_ms = params.integer("elapsed_ms");
  message.waiting_count = params.integer("waiting");
  message.any_partner = params.flag("any_partner");
  message.nodes = params.flag("nodes");
  if (!params.is_null("estimate")) {
    message.estimate = params.object("estimate", [](json_members& from) {
      return wait_estimate{from.integer("p50_ms"), from.integer("p90_ms")};
    });
  }
  return message;
}

notification read_assigned(json_members& params) {
  assigned message;
  message.attempt = params.integer("attempt", 1);
  message.room = params.text("room");
  message.seat = params.seat("seat");
  message.token = params.text("token");
  message.node = params.text("node");
  message.language = params.text("language");
  message.interests = params.texts("interests");
  message.partner = params.object("partner", [](json_members& from) {
    return partner_info{from.seat("seat"), from.text("name")};
  });
  return message;
}

notification read_wait_ended(json_members& params) {
  return wait_ended{params.integer("attempt"), read_word(params, "reason", wait_end_names)};
}

notification read_storage(json_members& params) {
  return storage{params.flag("available")};
}

notification read_caught_up(json_members& /*params*/) {
  return caught_up{};
}

// Of a kind that this version does not know either may be there.
void read_content(json_members& params, entry& message) {
  const auto kind = find_message_kind(message.kind);
  const bool has_body = kind ? kind->has_body : params.has("body");
  const bool has_of = kind ? kind->has_of : params.has("of");
  if (has_body) message.body = params.text("body");
  if (has_of) message.of = params.integer("of", 1);
  if (kind && kind->file != file_form::none) message.file = read_file(params, kind->file);
  message.clock = read_sender_clock(params);
  message.ref = params.optional_tenths("ref", -max_tenths);
}

notification read_entry(json_members& params) {
  entry message;
  const auto id = parse_entry_id(params.text("id"));
  if (!id) params.fail("id");
  message.id = id.value_or(entry_id{});
  message.from = params.seat("from");
  message.seq = params.integer("seq", 1);
  message.kind = params.text("kind");
  read_content(params, message);
  message.at = params.time("at");
  return message;
}

notification read_delivered(json_members& params) {
  return delivered{params.has("by") ? params.seat("by") : 0, params.versions("applied")};
}

notification read_seen(json_members& params) {
  return seen_by{params.seat("by"), params.versions("applied")};
}

notification read_typing(json_members& params) {
  return typing_by{params.seat("by"), params.flag("on")};
}

notification read_renamed(json_members& params) {
  return renamed{params.seat("by"), params.text("name")};
}

notification read_presence(json_members& params) {
  return presence{params.seat("seat"), read_word(params, "state", presence_names),
                  params.integer("left_ms"), params.optional_text("name")};
}

notification read_idle(json_members& params) {
  return idle{params.integer("left_ms")};
}

notification read_moved(json_members& params) {
  return moved{params.optional_text("node")};
}

notification read_renewed(json_members& params) {
  return renewed{params.text("token")};
}

notification read_ended(json_members& params) {
  ended message;
  message.reason = read_word(params, "reason", room_end_names);
  if (params.has("by")) message.by = params.seat("by");
  message.priority = params.optional_text("priority");
  return message;
}

struct notification_reader {
  std::string_view method;
  notification (*read)(json_members& params);
};

constexpr std::array<notification_reader, 15> readers{{
    {"entry", read_entry},
    {"delivered", read_delivered},
    {"seen", read_seen},
    {"typing", read_typing},
    {"presence", read_presence},
    {"waiting", read_waiting},
    {"assigned", read_assigned},
    {"wait_ended", read_wait_ended},
    {"storage", read_storage},
    {"caught_up", read_caught_up},
    {"renamed", read_renamed},
    {"idle", read_idle},
    {"moved", read_moved},
    {"renewed", read_renewed},
    {"ended", read_ended},
}};

}  // namespace

std::optional<notification> read_notification(std::string_view method,
                                              const boost::json::object& params) {
  const auto reader = std::find_if(readers.begin(), readers.end(),
                                   [method](const auto& r) { return r.method == method; });
  if (reader == readers.end()) return std::nullopt;
  json_members from{params};
  notification message = reader->read(from);
  if (from.error()) return std::nullopt;
  return message;
}

}  // namespace parley::wire
