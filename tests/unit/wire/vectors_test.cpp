// Every golden frame is understood, refused or ignored as its vector says.
#include <catch2/catch.hpp>
#include <map>

#include "core/wire/codec.hpp"
#include "vector_file.hpp"

namespace parley::wire {

namespace {

namespace json = boost::json;

// What a service makes of a frame, as it would be written again: a call, or the error answered.
struct verdict {
  json::value written;
  bool closes = false;
};

json::value parsed(const std::string& text) {
  return json::parse(text);
}

json::value rewritten(const request<match_call>& call) {
  REQUIRE(call.id);
  return parsed(encode_request(*call.id, call.call));
}

json::value rewritten(const request<room_call>& call) {
  return parsed(call.id ? encode_request(*call.id, call.call) : encode_notification(call.call));
}

verdict rewritten(refusal refused) {
  refused.error.detail.clear();  // words for a log are free
  return {parsed(encode_error(refused.id, refused.error)), refused.fatal};
}

template <class Call>
verdict judged(std::variant<request<Call>, refusal> decoded) {
  if (auto* refused = std::get_if<refusal>(&decoded)) return rewritten(std::move(*refused));
  return {rewritten(std::get<request<Call>>(decoded)), false};
}

verdict read_by_service(const frame_vector& vector) {
  if (vector.to == "matchmaker") return judged(decode_match_call(vector.frame));
  REQUIRE(vector.to == "node");
  return judged(decode_room_call(vector.frame));
}

method_lookup lookup_of(const std::string& name) {
  static const std::map<std::string, method> methods{
      {"seek", method::seek},     {"cancel", method::cancel}, {"resume", method::resume},
      {"open", method::open},     {"block", method::block},   {"join", method::join},
      {"send", method::send},     {"rename", method::rename}, {"stay", method::stay},
      {"report", method::report}, {"leave", method::leave},   {"sync", method::sync}};
  return [name](const request_id&) -> std::optional<method> {
    if (name.empty()) return std::nullopt;
    return methods.at(name);
  };
}

json::value read_by_client(const frame_vector& vector) {
  REQUIRE(vector.to == "client");
  const auto decoded = decode_from_service(vector.frame, lookup_of(vector.of));
  if (!decoded) return nullptr;
  if (const auto* message = std::get_if<notification>(&*decoded)) return parsed(encode(*message));
  const auto& answer = std::get<response>(*decoded);
  if (const auto* error = std::get_if<rpc_error>(&answer.outcome)) {
    return parsed(encode_error(answer.id, *error));
  }
  REQUIRE(answer.id);
  return parsed(encode_result(*answer.id, std::get<any_result>(answer.outcome)));
}

}  // namespace

TEST_CASE("services understand every golden call and write it the golden way") {
  for (const char* file : {"to_matchmaker.json", "to_node.json"}) {
    for (const frame_vector& vector : read_frame_vectors(file)) {
      INFO(file << ": " << vector.name);
      CHECK(read_by_service(vector).written == vector.expect);
    }
  }
}

TEST_CASE("services refuse every golden misfit with its error") {
  for (const frame_vector& vector : read_frame_vectors("refused.json")) {
    INFO(vector.name);
    const verdict answer = read_by_service(vector);
    CHECK(answer.written == vector.expect);
    CHECK(answer.closes == vector.closes);
  }
}

TEST_CASE("services and clients understand the golden frames of named rooms") {
  for (const frame_vector& vector : read_frame_vectors("named_rooms.json")) {
    INFO(vector.name);
    if (vector.to == "client")
      CHECK(read_by_client(vector) == vector.expect);
    else
      CHECK(read_by_service(vector).written == vector.expect);
  }
}

TEST_CASE("a client understands every golden frame of a service, and ignores the misfits") {
  for (const frame_vector& vector : read_frame_vectors("from_service.json")) {
    INFO(vector.name);
    CHECK(read_by_client(vector) == vector.expect);
  }
}

}  // namespace parley::wire
