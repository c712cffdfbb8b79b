// SNTP, the client's half (RFC 4330): the question to a server of time, and what an answer is
// worth. Pure: who sends them also looks at the clock.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/clocks/reading.hpp"

namespace parley::clocks {

inline constexpr std::uint16_t sntp_port = 123;
inline constexpr std::size_t sntp_bytes = 48;

// The nonce stands where the client's time would: a server only repeats it, so nobody learns our
// clock, and who has not seen the question can't answer it.
[[nodiscard]] std::string make_question(std::uint64_t nonce);

struct exchange {
  std::uint64_t nonce = 0;
  nanoseconds sent{0};  // by our clock, since the Unix epoch
  nanoseconds received{0};
  instant at{};  // when it was received
};

enum class trouble {
  silent,           // no answer in time, or none that could be reached
  malformed,        // not an answer of this protocol
  not_ours,         // to another question: forged, or far too late
  unsynchronized,   // the server does not know the time itself
  asked_too_often,  // a kiss-o'-death: ask less often
  denied,           // a kiss-o'-death: never ask again
};

[[nodiscard]] std::string_view name_of(trouble what);

// The checks of RFC 4330 section 5, then offset and error as in RFC 5905 section 8: half the way
// there and back, what the server says of its own error, and the drift meanwhile.
[[nodiscard]] result<reading, trouble> read_answer(std::string_view answer, const exchange& asked);

}  // namespace parley::clocks
