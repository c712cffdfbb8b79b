// The calls that a chat-node takes (docs/protocol.md section 3).
#include <array>

#include "core/base/utf8.hpp"
#include "core/wire/decode_call.hpp"
#include "core/wire/shown_text.hpp"

namespace parley::wire {

namespace {

room_call read_join(json_members& params) {
  join call;
  call.token = params.text("token", max_token_bytes);
  call.applied = params.versions("applied");
  call.next = params.integer("next", 1);
  call.epoch = params.integer("epoch");
  call.opened = params.optional_flag("opened");
  call.claim = params.optional_flag("claim");
  return call;
}

room_call read_send(json_members& params) {
  send call;
  call.seq = params.integer("seq", 1);
  call.kind = params.text("kind");
  call.body = params.text("body");
  if (params.error()) return call;
  if (call.kind != "text") params.fail("kind");
  if (call.body.empty()) params.fail("body");
  if (count_characters(call.body) > max_text_chars) params.fail_too_long("body", max_text_chars);
  return call;
}

room_call read_received(json_members& params) {
  return received{params.versions("applied")};
}

room_call read_typing(json_members& params) {
  return typing{params.flag("on")};
}

room_call read_rename(json_members& params) {
  return rename{read_shown_text(params, "name", params.text("name"), max_name_chars)};
}

room_call read_leave(json_members& /*params*/) {
  return leave{};
}

room_call read_sync(json_members& params) {
  return sync{params.time("t0")};
}

constexpr std::array<call_reader<room_call>, 7> readers{{
    {"send", call_kind::answered, read_send},
    {"received", call_kind::unanswered, read_received},
    {"typing", call_kind::unanswered, read_typing},
    {"sync", call_kind::answered, read_sync},
    {"join", call_kind::answered, read_join},
    {"rename", call_kind::answered, read_rename},
    {"leave", call_kind::answered, read_leave},
}};

}  // namespace

std::variant<request<room_call>, refusal> decode_room_call(std::string_view frame) {
  return decode_call<room_call>(frame, readers);
}

}  // namespace parley::wire
