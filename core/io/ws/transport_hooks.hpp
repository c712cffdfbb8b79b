// The door through which a ws_server's connections can be interfered with on purpose, for tests of
// what survives it. Without hooks none of it is entered. What to do, and to whom, is the
// implementer's.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/base/connection_id.hpp"

namespace parley::io {

enum class transport_direction { inbound, outbound };

// How one direction of a connection is held back.
struct link_shape {
  bool is_frozen = false;              // nothing passes, not even the end of the connection
  std::uint64_t bytes_per_second = 0;  // 0: as fast as it goes
};

enum class connect_fate {
  go_on,
  refuse,  // in on_handshake only: answered 503
  reset,   // RST, unanswered
};

struct frame_fate {
  enum class kind {
    pass,
    lose,
    tear,  // outbound only: `part` of its bytes go out, then RST
  };
  kind what = kind::pass;
  using time = std::chrono::steady_clock::time_point;
  std::optional<time> due{};    // handed on then; none: now. Frames with one due stay in order
  std::optional<time> again{};  // and a second time then
  double part = 0;              // in [0, 1)
};

// Called on the server's thread. A connection's own calls come in this order, and nothing after
// on_ended. The implementer may call the server back from within (freeze, abort …).
class transport_hooks {
 public:
  virtual ~transport_hooks() = default;
  [[nodiscard]] virtual connect_fate on_accepted(connection_id id) = 0;   // nothing is read yet
  [[nodiscard]] virtual connect_fate on_handshake(connection_id id) = 0;  // good, and unanswered
  virtual void on_open(connection_id id) = 0;  // before the service hears of it
  // A text frame that the service has not seen, or has just sent. `number` counts the frames of
  // this connection and direction from 1.
  [[nodiscard]] virtual frame_fate on_frame(connection_id id, transport_direction direction,
                                            std::uint64_t number) = 0;
  virtual void on_ended(connection_id id) = 0;
};

}  // namespace parley::io
