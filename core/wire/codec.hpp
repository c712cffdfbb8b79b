// JSON-RPC 2.0 text to messages and back. Pure; any bytes may be given to a decoder. One thread at
// a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/wire/errors.hpp"
#include "core/wire/messages.hpp"

namespace parley::wire {

// A frame that cannot be taken: what to answer, and whether the connection must be closed after it
// (`protocol_error`) because the peer does not speak the protocol at all.
struct refusal {
  std::optional<request_id> id;
  rpc_error error;
  bool fatal = false;
  friend bool operator==(const refusal&, const refusal&) = default;
};

template <class Call>
struct request {
  std::optional<request_id> id;  // none: a notification
  Call call;
  friend bool operator==(const request&, const request&) = default;
};

// ---- the services' side ------------------------------------------------------------------------

[[nodiscard]] std::variant<request<match_call>, refusal> decode_match_call(std::string_view frame);
[[nodiscard]] std::variant<request<room_call>, refusal> decode_room_call(std::string_view frame);

[[nodiscard]] std::string encode_result(const request_id& id, const any_result& result);
[[nodiscard]] std::string encode_error(const std::optional<request_id>& id, const rpc_error& error);
[[nodiscard]] std::string encode(const notification& message);

// ---- the clients' side -------------------------------------------------------------------------

[[nodiscard]] std::string encode_request(const request_id& id, const match_call& call);
[[nodiscard]] std::string encode_request(const request_id& id, const room_call& call);
[[nodiscard]] std::string encode_notification(const room_call& call);

enum class method {
  seek,
  cancel,
  resume,
  open,
  block,
  join,
  send,
  rename,
  stay,
  report,  // at either service
  leave,
  sync
};

struct response {
  std::optional<request_id> id;  // none only in an error
  std::variant<any_result, rpc_error> outcome;
  friend bool operator==(const response&, const response&) = default;
};

// Which method a request of this client had, so that its result can be understood; none for an
// unknown id.
using method_lookup = std::function<std::optional<method>(const request_id&)>;

// None: not a frame of this protocol version (a client ignores unknown notifications and reports
// the rest).
[[nodiscard]] std::optional<std::variant<response, notification>> decode_from_service(
    std::string_view frame, const method_lookup& method_of);

}  // namespace parley::wire
