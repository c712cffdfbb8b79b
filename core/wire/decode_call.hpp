// A JSON-RPC request or notification taken out of a frame, whatever its method. Inner part of the
// codec.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "core/wire/codec.hpp"
#include "core/wire/json_document.hpp"
#include "core/wire/json_members.hpp"

namespace parley::wire {

// What a frame says before its params are looked at. Refers into the document.
struct call_envelope {
  std::optional<request_id> id;
  std::string_view method;
  const boost::json::object* params = nullptr;
};

[[nodiscard]] std::variant<call_envelope, refusal> open_envelope(const json_document& document);

enum class call_kind { answered, unanswered };

// A method of one service: whether it is answered, and who reads its params.
template <class Call>
struct call_reader {
  std::string_view method;
  call_kind kind;
  Call (*read)(json_members& params);
};

template <class Call>
std::variant<request<Call>, refusal> decode_call(std::string_view frame,
                                                 std::span<const call_reader<Call>> readers) {
  const json_document document{frame};
  auto opened = open_envelope(document);
  if (auto* refused = std::get_if<refusal>(&opened)) return std::move(*refused);
  auto& envelope = std::get<call_envelope>(opened);

  for (const call_reader<Call>& reader : readers) {
    if (reader.method != envelope.method) continue;
    const auto kind = envelope.id ? call_kind::answered : call_kind::unanswered;
    if (kind != reader.kind) {
      return refusal{std::move(envelope.id), {.code = error_code::invalid_request}};
    }
    if (envelope.params == nullptr) {
      return refusal{std::move(envelope.id),
                     {.code = error_code::invalid_params, .param = "params"}};
    }
    json_members params{*envelope.params};
    Call call = reader.read(params);
    if (params.error()) return refusal{std::move(envelope.id), *params.error()};
    return request<Call>{std::move(envelope.id), std::move(call)};
  }
  return refusal{std::move(envelope.id), {.code = error_code::method_not_found}};
}

}  // namespace parley::wire
