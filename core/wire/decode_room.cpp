// The calls that a chat-node takes (docs/protocol.md section 3).
#include <algorithm>
#include <array>

#include "core/base/utf8.hpp"
#include "core/wire/decode_call.hpp"
#include "core/wire/message_kinds.hpp"
#include "core/wire/read_content.hpp"
#include "core/wire/read_report.hpp"
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
  call.seen = params.optional_versions("seen");
  return call;
}

// The number of a question in the bank, which is the reader's: it is held to its form only.
bool is_question(std::string_view text) {
  return !text.empty() && text.size() <= max_question_chars &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::string read_body(json_members& params, std::string_view kind) {
  std::string body = params.text("body");
  if (kind == icebreaker_kind) {
    if (!is_question(body)) params.fail("body");
    return body;
  }
  if (body.empty()) params.fail("body");
  if (count_characters(body) > max_text_chars) params.fail_too_long("body", max_text_chars);
  return body;
}

// An earlier message of the same seat.
seq_number read_of(json_members& params, seq_number seq) {
  const seq_number of = params.integer("of", 1);
  if (of >= seq) params.fail("of");
  return of;
}

room_call read_send(json_members& params) {
  send call;
  call.seq = params.integer("seq", 1);
  call.kind = params.text("kind");
  if (params.error()) return call;
  const auto kind = find_message_kind(call.kind);
  if (!kind) {
    params.fail("kind");
    return call;
  }
  if (kind->has_body) {
    call.body = read_body(params, call.kind);
  } else if (params.has("body")) {
    params.fail("body");
  }
  if (kind->has_of) {
    call.of = read_of(params, call.seq);
  } else if (params.has("of")) {
    params.fail("of");
  }
  if (kind->file != file_form::none) {
    call.file = read_file(params, kind->file);
  } else if (params.has("file")) {
    params.fail("file");
  }
  call.clock = read_sender_clock(params);
  return call;
}

room_call read_received(json_members& params) {
  return received{params.versions("applied")};
}

room_call read_seen(json_members& params) {
  return seen{params.versions("applied")};
}

room_call read_typing(json_members& params) {
  return typing{params.flag("on")};
}

room_call read_rename(json_members& params) {
  return rename{read_shown_text(params, "name", params.text("name"), max_name_chars)};
}

room_call read_stay(json_members& /*params*/) {
  return stay{};
}

room_call read_report_here(json_members& params) {
  return read_report(params);
}

room_call read_leave(json_members& /*params*/) {
  return leave{};
}

room_call read_sync(json_members& params) {
  return sync{params.time("t0")};
}

constexpr std::array<call_reader<room_call>, 10> readers{{
    {"send", call_kind::answered, read_send},
    {"received", call_kind::unanswered, read_received},
    {"seen", call_kind::unanswered, read_seen},
    {"typing", call_kind::unanswered, read_typing},
    {"sync", call_kind::answered, read_sync},
    {"join", call_kind::answered, read_join},
    {"rename", call_kind::answered, read_rename},
    {"stay", call_kind::answered, read_stay},
    {"report", call_kind::answered, read_report_here},
    {"leave", call_kind::answered, read_leave},
}};

}  // namespace

std::variant<request<room_call>, refusal> decode_room_call(std::string_view frame) {
  return decode_call<room_call>(frame, readers);
}

}  // namespace parley::wire
