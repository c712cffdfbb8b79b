// Words that the WebSocket server and the WebSocket client share.
#pragma once

#include <string_view>

#include "core/base/connection_id.hpp"

namespace parley::io {

// Of the answer to a handshake, where a service is set to tell (ws_server_settings).
inline constexpr char connection_number_header[] = "Parley-Connection";

enum class send_result {
  ok,
  gone,      // no such connection, or it is closing
  overflow,  // too many bytes were queued for it: it is being closed
};

enum class ws_notice_kind {
  handshake_refused,  // answered with an HTTP status; `detail` says which and why
  handshake_failed,   // cut or too slow before the handshake was complete
  slow_consumer,      // max_queued_bytes reached
  idle,               // no frame for idle_timeout
  bad_frame,          // binary, too large, not UTF-8, not masked …
  close_timeout,      // the peer did not answer a close in time; its TCP was reset
  accept_paused,      // accept failed (out of descriptors, say) and is tried again after a pause
};

[[nodiscard]] std::string_view to_string(ws_notice_kind kind);

struct ws_notice {
  ws_notice_kind kind;
  connection_id id = 0;     // 0 when there is none
  std::string_view detail;  // for a log; valid in the call; never holds an address
};

}  // namespace parley::io
