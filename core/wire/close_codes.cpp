// The names of close codes.
#include "core/wire/close_codes.hpp"

namespace parley::wire {

std::string_view name_of(close_code code) {
  switch (code) {
    case close_code::normal:
      return "normal";
    case close_code::message_too_big:
      return "message_too_big";
    case close_code::going_away:
      return "going_away";
    case close_code::moved:
      return "moved";
    case close_code::slow_consumer:
      return "slow_consumer";
    case close_code::storage_unavailable:
      return "storage_unavailable";
    case close_code::idle:
      return "idle";
    case close_code::not_owner:
      return "not_owner";
    case close_code::join_deadline:
      return "join_deadline";
    case close_code::rate_limited:
      return "rate_limited";
    case close_code::room_ended:
      return "room_ended";
    case close_code::token_expired:
      return "token_expired";
    case close_code::replaced:
      return "replaced";
    case close_code::protocol_error:
      return "protocol_error";
    case close_code::token_invalid:
      return "token_invalid";
  }
  return "unknown";
}

}  // namespace parley::wire
