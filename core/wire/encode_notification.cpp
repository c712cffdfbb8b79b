// What a service says unasked.
#include "core/wire/codec.hpp"
#include "core/wire/json_writer.hpp"
#include "core/wire/message_kinds.hpp"
#include "core/wire/state_names.hpp"
#include "core/wire/write_content.hpp"

namespace parley::wire {

namespace {

struct method_name {
  std::string_view operator()(const waiting&) const { return "waiting"; }
  std::string_view operator()(const assigned&) const { return "assigned"; }
  std::string_view operator()(const wait_ended&) const { return "wait_ended"; }
  std::string_view operator()(const storage&) const { return "storage"; }
  std::string_view operator()(const caught_up&) const { return "caught_up"; }
  std::string_view operator()(const entry&) const { return "entry"; }
  std::string_view operator()(const delivered&) const { return "delivered"; }
  std::string_view operator()(const seen_by&) const { return "seen"; }
  std::string_view operator()(const typing_by&) const { return "typing"; }
  std::string_view operator()(const renamed&) const { return "renamed"; }
  std::string_view operator()(const presence&) const { return "presence"; }
  std::string_view operator()(const idle&) const { return "idle"; }
  std::string_view operator()(const moved&) const { return "moved"; }
  std::string_view operator()(const renewed&) const { return "renewed"; }
  std::string_view operator()(const ended&) const { return "ended"; }
};

struct params_writer {
  json_writer& out;

  void operator()(const waiting& message) const {
    out.number("attempt", message.attempt);
    out.number("elapsed_ms", message.elapsed_ms);
    out.number("waiting", message.waiting_count);
    out.flag("any_partner", message.any_partner);
    out.flag("nodes", message.nodes);
    if (!message.estimate) return out.null("estimate");
    out.open_object("estimate");
    out.number("p50_ms", message.estimate->p50_ms);
    out.number("p90_ms", message.estimate->p90_ms);
    out.close_object();
  }
  void operator()(const assigned& message) const {
    out.number("attempt", message.attempt);
    out.text("room", message.room);
    out.number("seat", message.seat);
    out.text("token", message.token);
    out.text("node", message.node);
    out.text("language", message.language);
    out.texts("interests", message.interests);
    out.open_object("partner");
    out.number("seat", message.partner.seat);
    out.text("name", message.partner.name);
    out.close_object();
  }
  void operator()(const wait_ended& message) const {
    out.number("attempt", message.attempt);
    out.text("reason", find_name(wait_end_names, message.reason));
  }
  void operator()(const storage& message) const { out.flag("available", message.available); }
  void operator()(const caught_up&) const {}
  void operator()(const entry& message) const {
    out.text("id", to_string(message.id));
    out.number("from", message.from);
    out.number("seq", message.seq);
    out.text("kind", message.kind);
    // An empty one too: a client takes no message without the body that its kind has.
    const auto kind = find_message_kind(message.kind);
    if (!message.body.empty() || (kind && kind->has_body)) out.text("body", message.body);
    if (message.of != 0) out.number("of", message.of);
    if (message.file) write_file(out, *message.file);
    out.number("at", message.at);
    if (message.clock) write_sender_clock(out, *message.clock);
    if (message.ref) out.tenths("ref", *message.ref);
  }
  void operator()(const delivered& message) const {
    if (message.by != 0) out.number("by", message.by);
    out.versions("applied", message.applied);
  }
  void operator()(const seen_by& message) const {
    out.number("by", message.by);
    out.versions("applied", message.applied);
  }
  void operator()(const typing_by& message) const {
    out.number("by", message.by);
    out.flag("on", message.on);
  }
  void operator()(const renamed& message) const {
    out.number("by", message.by);
    out.text("name", message.name);
  }
  void operator()(const presence& message) const {
    out.number("seat", message.seat);
    out.text("state", find_name(presence_names, message.state));
    out.number("left_ms", message.left_ms);
    if (!message.name.empty()) out.text("name", message.name);
  }
  void operator()(const idle& message) const { out.number("left_ms", message.left_ms); }
  void operator()(const moved& message) const {
    if (!message.node.empty()) out.text("node", message.node);
  }
  void operator()(const renewed& message) const { out.text("token", message.token); }
  void operator()(const ended& message) const {
    out.text("reason", find_name(room_end_names, message.reason));
    if (message.by) out.number("by", *message.by);
    if (!message.priority.empty()) out.text("priority", message.priority);
  }
};

}  // namespace

std::string encode(const notification& message) {
  json_writer out;
  out.open_object();
  out.text("jsonrpc", "2.0");
  out.text("method", std::visit(method_name{}, message));
  out.open_object("params");
  std::visit(params_writer{out}, message);
  out.close_object();
  out.close_object();
  return out.take();
}

}  // namespace parley::wire
