// What makes a frame a JSON-RPC 2.0 request at all.
#include "core/wire/decode_call.hpp"

#include "core/wire/request_id.hpp"

namespace parley::wire {

namespace {

const boost::json::object no_params;  // `params` may be left out where nothing is required

refusal not_a_request(std::optional<request_id> id, std::string detail) {
  return {std::move(id), {.code = error_code::invalid_request, .detail = std::move(detail)}};
}

}  // namespace

std::variant<call_envelope, refusal> open_envelope(const json_document& document) {
  if (!document.is_valid()) {
    return refusal{std::nullopt, {.code = error_code::parse_error}, true};
  }
  if (!document.root().is_object()) return not_a_request(std::nullopt, "not an object");
  const auto& frame = document.root().get_object();

  call_envelope envelope;
  if (const auto* id = frame.if_contains("id")) {
    envelope.id = read_request_id(*id);
    if (!envelope.id) return not_a_request(std::nullopt, "id");
  }
  const auto* version = frame.if_contains("jsonrpc");
  if (version == nullptr || !version->is_string() || version->get_string() != "2.0")
    return not_a_request(envelope.id, "jsonrpc");
  const auto* method = frame.if_contains("method");
  if (method == nullptr || !method->is_string()) return not_a_request(envelope.id, "method");
  envelope.method = {method->get_string().data(), method->get_string().size()};

  const auto* params = frame.if_contains("params");
  envelope.params = params == nullptr ? &no_params : params->if_object();
  return envelope;
}

}  // namespace parley::wire
