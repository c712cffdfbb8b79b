// What servers of time answer: nothing is believed that does not repeat our number, and what is
// believed has an error that is not negative. And the `Date` of HTTP.
#include <algorithm>

#include "core/clocks/http_time.hpp"
#include "core/clocks/sntp.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

namespace {

constexpr clocks::nanoseconds now = std::chrono::seconds{1'790'000'000};

// As bytes 24 to 31 have it, so that answers are read further than that.
std::uint64_t number_in(std::string_view answer) {
  std::uint64_t number = 0;
  for (const char c : answer.substr(std::min<std::size_t>(24, answer.size()), 8))
    number = number << 8U | static_cast<unsigned char>(c);
  return number;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const clocks::exchange ours{number_in(text), now, now + std::chrono::milliseconds{40}, {}};
  if (const auto read = clocks::read_answer(text, ours)) {
    PARLEY_CHECK(read->error >= clocks::nanoseconds{0});
    PARLEY_CHECK(clocks::agree(*read, *read));
    auto other = ours;
    other.nonce ^= 1;
    PARLEY_CHECK(clocks::read_answer(text, other).error() == clocks::trouble::not_ours);
  }
  if (const auto date = clocks::parse_http_date(text)) PARLEY_CHECK(text.ends_with(" GMT"));
  return 0;
}
