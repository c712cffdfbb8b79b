// The time as an HTTP server's `Date` header tells it (RFC 9110 section 5.6.7): by whole seconds.
// Pure.
#pragma once

#include <optional>
#include <string_view>

#include "core/clocks/reading.hpp"

namespace parley::clocks {

// "Sun, 06 Nov 1994 08:49:37 GMT" as milliseconds since the Unix epoch; the two obsolete forms are
// not read.
[[nodiscard]] std::optional<unix_ms> parse_http_date(std::string_view text);

// The second had begun, somewhere between the question and the answer.
[[nodiscard]] reading read_http_time(unix_ms date, instant asked, instant answered);

}  // namespace parley::clocks
