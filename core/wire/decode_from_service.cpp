// A frame from a service: a response, or a notification.
#include "core/wire/json_document.hpp"
#include "core/wire/request_id.hpp"
#include "core/wire/service_frames.hpp"

namespace parley::wire {

namespace {

using from_service = std::variant<response, notification>;

std::optional<from_service> decode_notification(const boost::json::object& frame) {
  const auto* method = frame.at("method").if_string();
  const auto* params = frame.if_contains("params");
  if (method == nullptr || params == nullptr || !params->is_object()) return std::nullopt;
  auto message = read_notification({method->data(), method->size()}, params->get_object());
  if (!message) return std::nullopt;
  return from_service{std::move(*message)};
}

std::optional<from_service> decode_error(const boost::json::object& frame) {
  const auto* error = frame.at("error").if_object();
  const auto* id = frame.if_contains("id");
  if (error == nullptr || id == nullptr) return std::nullopt;
  auto request = read_request_id(*id);
  if (!request && !id->is_null()) return std::nullopt;
  auto read = read_error(*error);
  if (!read) return std::nullopt;
  return from_service{response{std::move(request), std::move(*read)}};
}

std::optional<from_service> decode_result(const boost::json::object& frame,
                                          const method_lookup& method_of) {
  const auto* result = frame.at("result").if_object();
  const auto* id = frame.if_contains("id");
  if (result == nullptr || id == nullptr) return std::nullopt;
  auto request = read_request_id(*id);
  const auto of = request ? method_of(*request) : std::nullopt;
  if (!of) return std::nullopt;
  auto read = read_result(*of, *result);
  if (!read) return std::nullopt;
  return from_service{response{std::move(request), std::move(*read)}};
}

}  // namespace

std::optional<std::variant<response, notification>> decode_from_service(
    std::string_view frame, const method_lookup& method_of) {
  const json_document document{frame};
  if (!document.is_valid() || !document.root().is_object()) return std::nullopt;
  const auto& object = document.root().get_object();
  const auto* version = object.if_contains("jsonrpc");
  if (version == nullptr || !version->is_string() || version->get_string() != "2.0") {
    return std::nullopt;
  }
  if (object.contains("method")) return decode_notification(object);
  if (object.contains("error")) return decode_error(object);
  if (object.contains("result")) return decode_result(object, method_of);
  return std::nullopt;
}

}  // namespace parley::wire
