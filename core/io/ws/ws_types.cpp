// Names of the notices, as logs and metrics show them.
#include "core/io/ws/ws_types.hpp"

namespace parley::io {

std::string_view to_string(ws_notice_kind kind) {
  switch (kind) {
    case ws_notice_kind::handshake_refused:
      return "handshake_refused";
    case ws_notice_kind::handshake_failed:
      return "handshake_failed";
    case ws_notice_kind::slow_consumer:
      return "slow_consumer";
    case ws_notice_kind::idle:
      return "idle";
    case ws_notice_kind::bad_frame:
      return "bad_frame";
    case ws_notice_kind::close_timeout:
      return "close_timeout";
    case ws_notice_kind::accept_paused:
      return "accept_paused";
  }
  return "unknown";
}

}  // namespace parley::io
