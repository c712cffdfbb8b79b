// The calls that a matchmaker takes (docs/protocol.md section 2).
#include <algorithm>
#include <array>

#include "core/wire/decode_call.hpp"
#include "core/wire/read_report.hpp"
#include "core/wire/shown_text.hpp"

namespace parley::wire {

namespace {

// Compared without case, and each once.
std::vector<std::string> read_interests(json_members& params) {
  std::vector<std::string> interests;
  for (const std::string& raw : params.optional_texts("interests", max_interests)) {
    std::string interest =
        lower_ascii(read_shown_text(params, "interests", raw, max_interest_chars));
    if (std::find(interests.begin(), interests.end(), interest) == interests.end()) {
      interests.push_back(std::move(interest));
    }
  }
  return interests;
}

match_call read_seek(json_members& params) {
  seek call;
  call.language = params.text("language");
  call.interests = read_interests(params);
  if (params.has("name")) {
    call.name = read_shown_text(params, "name", params.text("name"), max_name_chars);
  }
  call.attempt = params.integer("attempt", 1);
  call.session = params.optional_text("session", max_token_bytes);
  call.priority = params.optional_text("priority", max_token_bytes);
  return call;
}

match_call read_cancel(json_members& params) {
  return cancel{params.integer("attempt", 1)};
}

match_call read_resume(json_members& params) {
  resume call;
  call.token = params.text("token", max_token_bytes);
  call.unreachable = params.optional_texts("unreachable", max_unreachable);
  for (const std::string& node : call.unreachable) {
    if (node.empty() || node.size() > max_node_bytes) params.fail("unreachable");
  }
  return call;
}

// 64 hex digits in lower case: a hash, so that the key itself stays in the browser.
std::string read_room_key(json_members& params) {
  std::string key = params.optional_text("key", room_key_digits);
  const bool is_hex = std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  if (!key.empty() && (key.size() != room_key_digits || !is_hex)) params.fail("key");
  return key;
}

match_call read_open(json_members& params) {
  open_room call;
  call.room = lower_ascii(read_shown_text(params, "room", params.text("room"), max_room_chars));
  call.key = read_room_key(params);
  if (params.has("name")) {
    call.name = read_shown_text(params, "name", params.text("name"), max_name_chars);
  }
  call.session = params.optional_text("session", max_token_bytes);
  return call;
}

match_call read_report_by_token(json_members& params) {
  report_by_token call;
  call.token = params.text("token", max_token_bytes);
  call.what = read_report(params);
  return call;
}

match_call read_block(json_members& params) {
  return block{params.text("token", max_token_bytes)};
}

constexpr std::array<call_reader<match_call>, 6> readers{{
    {"seek", call_kind::answered, read_seek},
    {"cancel", call_kind::answered, read_cancel},
    {"resume", call_kind::answered, read_resume},
    {"open", call_kind::answered, read_open},
    {"report", call_kind::answered, read_report_by_token},
    {"block", call_kind::answered, read_block},
}};

}  // namespace

std::variant<request<match_call>, refusal> decode_match_call(std::string_view frame) {
  return decode_call<match_call>(frame, readers);
}

}  // namespace parley::wire
