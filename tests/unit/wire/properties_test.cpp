// What holds for every message and for any bytes, by rapidcheck.
#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "core/base/tenths.hpp"
#include "core/base/utf8.hpp"
#include "core/wire/codec.hpp"
#include "core/wire/limits.hpp"

namespace parley::wire {

namespace {

// ---- any message within the limits -------------------------------------------------------------

rc::Gen<std::uint64_t> any_integer(std::uint64_t least = 0) {
  return rc::gen::inRange<std::uint64_t>(least, max_integer);
}

rc::Gen<seat_number> any_seat() {
  return rc::gen::inRange<seat_number>(1, 100'000);
}

// Every plane, escapes and control characters too.
rc::Gen<std::string> any_text() {
  const auto piece = rc::gen::elementOf(
      std::vector<std::string>{"a", "Z", " ", "\"", "\\", "/", "\n", "\t", std::string(1, '\0'),
                               "\x1f", "\x7f", "é", "\u2028", "世", "😀"});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
    std::string text = "x";  // never empty
    for (const auto& p : pieces)
      text += p;
    return text;
  });
}

rc::Gen<std::string> any_name() {
  return rc::gen::map(rc::gen::inRange(1, 41),
                      [](int n) { return std::string(static_cast<std::size_t>(n), 'n'); });
}

version_vector any_versions() {
  version_vector versions;
  for (int left = *rc::gen::inRange(0, 8); left > 0; --left)
    versions[*any_seat()] = *any_integer();
  return versions;
}

request_id any_id() {
  if (*rc::gen::arbitrary<bool>()) return *any_integer();
  return std::string(static_cast<std::size_t>(*rc::gen::inRange(1, 65)), 'i');
}

unix_ms any_time() {
  return static_cast<unix_ms>(*any_integer());
}

report any_report() {
  const auto reason =
      *rc::gen::element(report_reason::abuse, report_reason::sexual, report_reason::minor,
                        report_reason::threat, report_reason::spam, report_reason::other);
  return {reason, *rc::gen::arbitrary<bool>() ? *any_name() : std::string{}};
}

match_call any_match_call() {
  switch (*rc::gen::inRange(0, 5)) {
    case 0: {
      seek call;
      call.language = *any_text();
      for (int i = *rc::gen::inRange(0, 9); i > 0; --i)
        call.interests.push_back("interest " + std::to_string(i));
      if (*rc::gen::arbitrary<bool>()) call.name = *any_name();
      call.attempt = *any_integer(1);
      if (*rc::gen::arbitrary<bool>()) call.session = *any_text();
      if (*rc::gen::arbitrary<bool>()) call.priority = *any_text();
      return call;
    }
    case 1:
      return cancel{*any_integer(1)};
    case 2:
      return report_by_token{*any_text(), any_report()};
    case 3:
      return block{*any_text()};
    default:
      return resume{*any_text(), {"node-0", "node-1"}};
  }
}

// ± the largest that is taken, in tenths.
double any_tenths(std::int64_t least) {
  return to_tenths(
      static_cast<double>(*rc::gen::inRange<std::int64_t>(least, 100'000'000'000'000)) / 10);
}

std::optional<sender_clock> any_clock() {
  if (*rc::gen::arbitrary<bool>()) return std::nullopt;
  return sender_clock{any_time(), any_tenths(-100'000'000'000'000), any_tenths(0)};
}

file_info any_image() {
  return {std::string(32, 'a'), *any_integer(1), *rc::gen::inRange<std::uint64_t>(1, 16'385),
          *rc::gen::inRange<std::uint64_t>(1, 16'385)};
}

file_info any_named_file() {
  return {std::string(32, '0'), *any_integer(1), 0, 0, *any_name()};
}

send any_send() {
  const auto seq = *any_integer(2);
  const auto of = *rc::gen::inRange<std::uint64_t>(1, seq);
  switch (*rc::gen::inRange(0, 6)) {
    case 4:
      return {seq, "image", "", 0, any_image(), any_clock()};
    case 5:
      return {seq, "file", "", 0, any_named_file()};
    case 0:
      return {seq, "icebreaker", "a-question-17"};
    case 1:
      return {seq, "edit", *any_text(), of};
    case 2:
      return {seq, "delete", "", of};
    default:
      return {seq, "text", *any_text(), 0, std::nullopt, any_clock()};
  }
}

room_call any_room_call() {
  switch (*rc::gen::inRange(0, 10)) {
    case 0:
      return join{*any_text(),
                  any_versions(),
                  *any_integer(1),
                  *any_integer(),
                  *rc::gen::arbitrary<bool>(),
                  *rc::gen::arbitrary<bool>(),
                  any_versions()};
    case 1:
      return any_send();
    case 2:
      return received{any_versions()};
    case 3:
      return typing{*rc::gen::arbitrary<bool>()};
    case 4:
      return rename{*any_name()};
    case 5:
      return leave{};
    case 6:
      return seen{any_versions()};
    case 7:
      return stay{};
    case 8:
      return any_report();
    default:
      return sync{any_time()};
  }
}

entry_id any_entry_id() {
  return {*any_integer(), *any_integer()};
}

presence_state any_state() {
  return *rc::gen::element(presence_state::expected, presence_state::present, presence_state::away);
}

entry any_entry() {
  entry message{any_entry_id(), *any_seat(), *any_integer(1), *any_text(),
                *any_text(),    any_time(),  *any_integer()};
  message.clock = any_clock();
  if (*rc::gen::arbitrary<bool>()) message.ref = any_tenths(-100'000'000'000'000);
  const bool is_image = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) return message;
  message.kind = is_image ? "image" : "file";
  message.body.clear();
  message.of = 0;
  message.file = is_image ? any_image() : any_named_file();
  return message;
}

notification any_notification() {
  switch (*rc::gen::inRange(0, 14)) {
    case 0: {
      waiting message{*any_integer(), *any_integer(), *any_integer(), *rc::gen::arbitrary<bool>(),
                      *rc::gen::arbitrary<bool>()};
      if (*rc::gen::arbitrary<bool>())
        message.estimate = wait_estimate{*any_integer(), *any_integer()};
      return message;
    }
    case 1:
      return assigned{*any_integer(1), *any_text(), *any_seat(),   *any_text(),
                      *any_text(),     *any_text(), {*any_text()}, {*any_seat(), *any_text()}};
    case 2:
      return wait_ended{*any_integer(), *rc::gen::element(wait_end::cancelled, wait_end::replaced,
                                                          wait_end::too_long)};
    case 3:
      return storage{*rc::gen::arbitrary<bool>()};
    case 4:
      return caught_up{};
    case 5:
      return any_entry();
    case 6:
      return delivered{*any_seat(), any_versions()};
    case 7:
      return typing_by{*any_seat(), *rc::gen::arbitrary<bool>()};
    case 8:
      return renamed{*any_seat(), *any_text()};
    case 9:
      return presence{*any_seat(), any_state(), *any_integer()};
    case 10:
      return moved{*rc::gen::arbitrary<bool>() ? *any_text() : std::string{}};
    case 11:
      return seen_by{*any_seat(), any_versions()};
    case 12:
      return idle{*any_integer()};
    case 13:
      return renewed{*any_text()};
    default:
      return ended{*rc::gen::element(room_end::left, room_end::gone, room_end::no_show,
                                     room_end::expired, room_end::idle),
                   *any_seat(), *rc::gen::arbitrary<bool>() ? *any_text() : std::string{}};
  }
}

join_result any_join_result() {
  join_result result{*any_integer(), *any_seat(), *any_integer(), any_time(), *any_integer()};
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    result.members.push_back({*any_seat(), *any_text(), any_state(), *any_integer(),
                              *any_integer(1), any_versions(), any_versions()});
  }
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
    result.filtered.push_back({*any_integer(1), *any_text()});
  return result;
}

// ---- frames that nobody means well -------------------------------------------------------------

const std::vector<std::string> seeds{
    R"({"jsonrpc":"2.0","id":1,"method":"send","params":{"seq":9,"kind":"text","body":"hello"}})",
    R"({"jsonrpc":"2.0","id":1,"method":"send","params":{"seq":9,"kind":"edit","body":"hello","of":8}})",
    R"({"jsonrpc":"2.0","id":1,"method":"send","params":{"seq":9,"kind":"file","file":{"id":"00112233445566778899aabbccddeeff","size":1,"name":"a"}}})",
    R"({"jsonrpc":"2.0","id":1,"method":"report","params":{"token":"a","reason":"spam","words":"é"}})",
    R"({"jsonrpc":"2.0","id":1,"method":"join","params":{"token":"a","applied":{"2":1},"next":1,"epoch":0}})",
    R"({"jsonrpc":"2.0","id":1,"method":"seek","params":{"language":"en","attempt":1,"interests":["a"]}})",
    R"({"jsonrpc":"2.0","method":"entry","params":{"id":"1-2","from":1,"seq":1,"kind":"text","body":"é","at":1}})",
    R"({"jsonrpc":"2.0","id":1,"error":{"code":-32004,"message":"gap","data":{"expected":5}}})",
    R"({"jsonrpc":"2.0","id":1,"result":{"id":"4-31","at":1,"again":true}})"};

// A good frame with some of its bytes changed, cut out or doubled.
std::string damaged_frame() {
  std::string frame = *rc::gen::elementOf(seeds);
  for (int left = *rc::gen::inRange(1, 6); left > 0 && !frame.empty(); --left) {
    const auto at = *rc::gen::inRange<std::size_t>(0, frame.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        frame[at] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        frame.erase(at, *rc::gen::inRange<std::size_t>(1, 9));
        break;
      default:
        frame.insert(at, frame.substr(at, *rc::gen::inRange<std::size_t>(1, 9)));
    }
  }
  return frame;
}

// Whatever comes, each decoder answers, and what it accepts it can write.
void read_by_everybody(const std::string& frame) {
  const auto match = decode_match_call(frame);
  if (const auto* taken = std::get_if<request<match_call>>(&match)) {
    static_cast<void>(encode_request(taken->id.value(), taken->call));
  }
  const auto room = decode_room_call(frame);
  if (const auto* taken = std::get_if<request<room_call>>(&room)) {
    static_cast<void>(taken->id ? encode_request(*taken->id, taken->call)
                                : encode_notification(taken->call));
  }
  for (const method of : {method::seek, method::resume, method::join, method::send, method::sync}) {
    const auto read = decode_from_service(frame, [of](const request_id&) { return of; });
    if (read && std::holds_alternative<notification>(*read)) {
      RC_ASSERT(is_utf8(encode(std::get<notification>(*read))));
    }
  }
}

}  // namespace

TEST_CASE("what a client writes, a service reads") {
  CHECK(rc::check("calls to a matchmaker", [] {
    const request<match_call> call{any_id(), any_match_call()};
    const auto read = decode_match_call(encode_request(*call.id, call.call));
    RC_ASSERT(std::holds_alternative<request<match_call>>(read));
    RC_ASSERT(std::get<request<match_call>>(read) == call);
  }));
  CHECK(rc::check("calls to a chat-node", [] {
    request<room_call> call{any_id(), any_room_call()};
    const bool unanswered = std::holds_alternative<received>(call.call) ||
                            std::holds_alternative<seen>(call.call) ||
                            std::holds_alternative<typing>(call.call);
    if (unanswered) call.id.reset();
    const auto frame =
        unanswered ? encode_notification(call.call) : encode_request(*call.id, call.call);
    RC_ASSERT(std::get<request<room_call>>(decode_room_call(frame)) == call);
  }));
}

TEST_CASE("what a service writes, a client reads") {
  CHECK(rc::check("notifications", [] {
    const notification message = any_notification();
    const auto read =
        decode_from_service(encode(message), [](const request_id&) { return std::nullopt; });
    RC_ASSERT(read.has_value());
    RC_ASSERT(std::get<notification>(*read) == message);
  }));
  CHECK(rc::check("the result of a join", [] {
    const request_id id = any_id();
    const any_result result = any_join_result();
    const auto read = decode_from_service(encode_result(id, result),
                                          [](const request_id&) { return method::join; });
    RC_ASSERT(read.has_value());
    RC_ASSERT(std::get<response>(*read) == (response{id, result}));
  }));
}

TEST_CASE("any bytes are answered") {
  CHECK(rc::check("random bytes", [](const std::string& frame) { read_by_everybody(frame); }));
  CHECK(rc::check("damaged frames", [] { read_by_everybody(damaged_frame()); }));
}

TEST_CASE("a text is understood exactly when it is UTF-8") {
  CHECK(rc::check("bytes in a body", [](std::string bytes) {
    for (char& c : bytes) {  // what JSON itself would stumble over
      if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') c = 'x';
    }
    const auto read = decode_room_call(
        R"({"jsonrpc":"2.0","id":1,"method":"send","params":{"seq":1,"kind":"text","body":")" +
        bytes + "x\"}}");
    RC_ASSERT(std::holds_alternative<refusal>(read) != is_utf8(bytes));
  }));
}

}  // namespace parley::wire
