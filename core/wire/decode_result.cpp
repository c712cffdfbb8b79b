// Results and errors as a client understands them.
#include "core/base/tenths.hpp"
#include "core/wire/service_frames.hpp"
#include "core/wire/state_names.hpp"

namespace parley::wire {

namespace {

member_info read_member(json_members& from) {
  member_info member;
  member.seat = from.seat("seat");
  member.name = from.text("name");
  const auto state = find_value(presence_names, from.text("state"));
  if (!state) from.fail("state");
  member.state = state.value_or(presence_state::expected);
  member.left_ms = from.integer("left_ms");
  member.base = from.integer("base", 1);
  member.applied = from.versions("applied");
  member.seen = from.optional_versions("seen");
  return member;
}

filtered_message read_filtered(json_members& from) {
  return {from.integer("seq", 1), from.text("body")};
}

join_result read_join_result(json_members& from) {
  join_result result;
  result.epoch = from.integer("epoch");
  result.seat = from.seat("seat");
  result.accepted = from.integer("accepted");
  result.time = from.time("time");
  result.grace_ms = from.integer("grace_ms");
  result.members = from.objects("members", read_member);
  if (from.has("filtered")) result.filtered = from.objects("filtered", read_filtered);
  result.delivered = from.optional_integer("delivered");
  return result;
}

open_result read_open_result(json_members& from) {
  return {from.text("session"), from.text("room"), from.seat("seat"),
          from.text("token"),   from.text("node"), from.optional_flag("claim")};
}

send_result read_send_result(json_members& from) {
  send_result result;
  if (from.has("id")) {
    result.id = parse_entry_id(from.text("id"));
    if (!result.id) from.fail("id");
    result.at = from.time("at");
  }
  result.again = from.optional_flag("again");
  result.body = from.text_if_there("body");
  return result;
}

sync_result read_sync_result(json_members& from) {
  sync_result result{from.time("t0"), from.time("t1"), from.time("t2")};
  if (from.has("reference")) {
    result.reference = from.object("reference", [](json_members& reference) {
      return clock_reference{reference.tenths("offset_ms", -max_tenths),
                             reference.tenths("error_ms", 0)};
    });
  }
  return result;
}

any_result read_any(method of, json_members& from) {
  switch (of) {
    case method::seek:
      return seek_result{from.text("session"), from.integer("attempt")};
    case method::resume:
      return resume_result{from.text("node"), from.optional_flag("claim")};
    case method::open:
      return read_open_result(from);
    case method::join:
      return read_join_result(from);
    case method::send:
      return read_send_result(from);
    case method::sync:
      return read_sync_result(from);
    case method::cancel:
    case method::block:
    case method::rename:
    case method::stay:
    case method::report:
    case method::leave:
      break;
  }
  return empty_result{};
}

rpc_error read_error_data(json_members& from) {
  rpc_error error;
  error.param = from.optional_text("param");
  error.limit = from.optional_integer("limit");
  error.expected = from.optional_integer("expected");
  error.retry_ms = from.optional_integer("retry_ms");
  error.reason = from.optional_text("reason");
  if (from.has("by")) error.by = from.seat("by");
  error.node = from.optional_text("node");
  error.languages = from.optional_texts("languages");
  error.detail = from.optional_text("detail");
  return error;
}

}  // namespace

std::optional<any_result> read_result(method of, const boost::json::object& result) {
  json_members from{result};
  any_result read = read_any(of, from);
  if (from.error()) return std::nullopt;
  return read;
}

std::optional<rpc_error> read_error(const boost::json::object& error) {
  const auto* code = error.if_contains("code");
  if (code == nullptr || !code->is_int64()) return std::nullopt;
  json_members from{error};
  rpc_error read;
  if (from.has("data")) read = from.object("data", read_error_data);
  if (from.error()) return std::nullopt;
  // A newer service may know more errors; what a client does about them is what it does about any
  // trouble.
  read.code = parse_error_code(code->get_int64()).value_or(error_code::internal_error);
  return read;
}

}  // namespace parley::wire
