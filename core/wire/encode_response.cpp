// What a service answers to a request.
#include "core/wire/codec.hpp"
#include "core/wire/json_writer.hpp"
#include "core/wire/state_names.hpp"

namespace parley::wire {

namespace {

struct result_writer {
  json_writer& out;

  void operator()(const empty_result&) const {}
  void operator()(const seek_result& result) const {
    out.text("session", result.session);
    out.number("attempt", result.attempt);
  }
  void operator()(const resume_result& result) const {
    out.text("node", result.node);
    out.flag("claim", result.claim);
  }
  void operator()(const open_result& result) const {
    out.text("session", result.session);
    out.text("room", result.room);
    out.number("seat", result.seat);
    out.text("token", result.token);
    out.text("node", result.node);
    out.flag("claim", result.claim);
  }
  void operator()(const join_result& result) const {
    out.number("epoch", result.epoch);
    out.number("seat", result.seat);
    out.number("accepted", result.accepted);
    out.number("time", result.time);
    out.number("grace_ms", result.grace_ms);
    out.open_array("members");
    for (const member_info& member : result.members)
      write_member(member);
    out.close_array();
    if (!result.filtered.empty()) write_filtered(result.filtered);
    if (result.delivered) out.number("delivered", *result.delivered);
  }
  void operator()(const send_result& result) const {
    if (result.id) {
      out.text("id", to_string(*result.id));
      out.number("at", result.at);
    }
    if (result.again) out.flag("again", true);
    if (result.body) out.text("body", *result.body);
  }
  void operator()(const sync_result& result) const {
    out.number("t0", result.t0);
    out.number("t1", result.t1);
    out.number("t2", result.t2);
    if (!result.reference) return;
    out.open_object("reference");
    out.tenths("offset_ms", result.reference->offset_ms);
    out.tenths("error_ms", result.reference->error_ms);
    out.close_object();
  }

  void write_filtered(const std::vector<filtered_message>& filtered) const {
    out.open_array("filtered");
    for (const filtered_message& each : filtered) {
      out.open_object();
      out.number("seq", each.seq);
      out.text("body", each.body);
      out.close_object();
    }
    out.close_array();
  }

  void write_member(const member_info& member) const {
    out.open_object();
    out.number("seat", member.seat);
    out.text("name", member.name);
    out.text("state", find_name(presence_names, member.state));
    out.number("left_ms", member.left_ms);
    out.number("base", member.base);
    out.versions("applied", member.applied);
    if (!member.seen.empty()) out.versions("seen", member.seen);
    out.close_object();
  }
};

bool has_data(const rpc_error& error) {
  rpc_error bare;
  bare.code = error.code;
  return !(error == bare);
}

void write_data(json_writer& out, const rpc_error& error) {
  out.open_object("data");
  if (!error.param.empty()) out.text("param", error.param);
  if (error.limit) out.number("limit", *error.limit);
  if (error.expected) out.number("expected", *error.expected);
  if (error.retry_ms) out.number("retry_ms", *error.retry_ms);
  if (!error.reason.empty()) out.text("reason", error.reason);
  if (error.by) out.number("by", *error.by);
  if (!error.node.empty()) out.text("node", error.node);
  if (!error.languages.empty()) out.texts("languages", error.languages);
  if (!error.detail.empty()) out.text("detail", error.detail);
  out.close_object();
}

}  // namespace

std::string encode_result(const request_id& id, const any_result& result) {
  json_writer out;
  out.open_object();
  out.text("jsonrpc", "2.0");
  out.id(id);
  out.open_object("result");
  std::visit(result_writer{out}, result);
  out.close_object();
  out.close_object();
  return out.take();
}

std::string encode_error(const std::optional<request_id>& id, const rpc_error& error) {
  json_writer out;
  out.open_object();
  out.text("jsonrpc", "2.0");
  if (id) {
    out.id(*id);
  } else {
    out.null("id");
  }
  out.open_object("error");
  out.number("code", static_cast<std::int32_t>(error.code));
  out.text("message", name_of(error.code));
  if (has_data(error)) write_data(out, error);
  out.close_object();
  out.close_object();
  return out.take();
}

}  // namespace parley::wire
