// What a client writes.
#include "core/base/check.hpp"
#include "core/wire/codec.hpp"
#include "core/wire/json_writer.hpp"
#include "core/wire/state_names.hpp"
#include "core/wire/write_content.hpp"

namespace parley::wire {

namespace {

struct method_name {
  std::string_view operator()(const seek&) const { return "seek"; }
  std::string_view operator()(const cancel&) const { return "cancel"; }
  std::string_view operator()(const resume&) const { return "resume"; }
  std::string_view operator()(const open_room&) const { return "open"; }
  std::string_view operator()(const report_by_token&) const { return "report"; }
  std::string_view operator()(const block&) const { return "block"; }
  std::string_view operator()(const join&) const { return "join"; }
  std::string_view operator()(const send&) const { return "send"; }
  std::string_view operator()(const received&) const { return "received"; }
  std::string_view operator()(const seen&) const { return "seen"; }
  std::string_view operator()(const typing&) const { return "typing"; }
  std::string_view operator()(const rename&) const { return "rename"; }
  std::string_view operator()(const stay&) const { return "stay"; }
  std::string_view operator()(const report&) const { return "report"; }
  std::string_view operator()(const leave&) const { return "leave"; }
  std::string_view operator()(const sync&) const { return "sync"; }
};

struct params_writer {
  json_writer& out;

  void operator()(const seek& call) const {
    out.text("language", call.language);
    if (!call.interests.empty()) out.texts("interests", call.interests);
    if (!call.name.empty()) out.text("name", call.name);
    out.number("attempt", call.attempt);
    if (!call.session.empty()) out.text("session", call.session);
    if (!call.priority.empty()) out.text("priority", call.priority);
  }
  void operator()(const cancel& call) const { out.number("attempt", call.attempt); }
  void operator()(const resume& call) const {
    out.text("token", call.token);
    if (!call.unreachable.empty()) out.texts("unreachable", call.unreachable);
  }
  void operator()(const open_room& call) const {
    out.text("room", call.room);
    if (!call.key.empty()) out.text("key", call.key);
    if (!call.name.empty()) out.text("name", call.name);
    if (!call.session.empty()) out.text("session", call.session);
  }
  void operator()(const report_by_token& call) const {
    out.text("token", call.token);
    (*this)(call.what);
  }
  void operator()(const block& call) const { out.text("token", call.token); }
  void operator()(const join& call) const {
    out.text("token", call.token);
    out.versions("applied", call.applied);
    out.number("next", call.next);
    out.number("epoch", call.epoch);
    out.flag("opened", call.opened);
    out.flag("claim", call.claim);
    if (!call.seen.empty()) out.versions("seen", call.seen);
  }
  void operator()(const send& call) const {
    out.number("seq", call.seq);
    out.text("kind", call.kind);
    if (!call.body.empty()) out.text("body", call.body);
    if (call.of != 0) out.number("of", call.of);
    if (call.file) write_file(out, *call.file);
    if (call.clock) write_sender_clock(out, *call.clock);
  }
  void operator()(const received& call) const { out.versions("applied", call.applied); }
  void operator()(const seen& call) const { out.versions("applied", call.applied); }
  void operator()(const typing& call) const { out.flag("on", call.on); }
  void operator()(const rename& call) const { out.text("name", call.name); }
  void operator()(const stay&) const {}
  void operator()(const report& call) const {
    out.text("reason", find_name(report_reason_names, call.reason));
    if (!call.words.empty()) out.text("words", call.words);
    if (call.about != 0) out.number("about", call.about);
  }
  void operator()(const leave&) const {}
  void operator()(const sync& call) const { out.number("t0", call.t0); }
};

template <class Call>
std::string encode_call(const request_id* id, const Call& call) {
  json_writer out;
  out.open_object();
  out.text("jsonrpc", "2.0");
  if (id != nullptr) out.id(*id);
  out.text("method", std::visit(method_name{}, call));
  out.open_object("params");
  std::visit(params_writer{out}, call);
  out.close_object();
  out.close_object();
  return out.take();
}

bool is_notification(const room_call& call) {
  return std::holds_alternative<received>(call) || std::holds_alternative<seen>(call) ||
         std::holds_alternative<typing>(call);
}

}  // namespace

std::string encode_request(const request_id& id, const match_call& call) {
  return encode_call(&id, call);
}

std::string encode_request(const request_id& id, const room_call& call) {
  PARLEY_CHECK(!is_notification(call));
  return encode_call(&id, call);
}

std::string encode_notification(const room_call& call) {
  PARLEY_CHECK(is_notification(call));
  return encode_call(nullptr, call);
}

}  // namespace parley::wire
