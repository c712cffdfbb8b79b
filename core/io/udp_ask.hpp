// One datagram, and its answer, with the times at which they went and came.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"
#include "core/io/net_place.hpp"

namespace parley::io {

struct udp_answer {
  std::string bytes{};
  std::chrono::nanoseconds sent{0};  // since the Unix epoch, as close to the wire as a process gets
  std::chrono::nanoseconds received{0};
  instant at{};  // when it was received
};

// `answered` is called exactly once, later, on the loop's thread; with nothing: no answer came in
// time, or there is no such place. Only that place can answer.
void ask_by_udp(event_loop& loop, const net_place& whom, std::string question, milliseconds limit,
                std::function<void(const std::optional<udp_answer>&)> answered);

}  // namespace parley::io
