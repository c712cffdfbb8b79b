// The `Date` header as a clock.
#include "core/clocks/http_time.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::clocks;
using std::chrono::milliseconds;

TEST_CASE("a date is read as RFC 9110 writes it") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784'111'777'000);
  CHECK(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
  CHECK(parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT") == 1'709'251'200'000);
}

TEST_CASE("what is not such a date is none") {
  for (const auto* text : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                           "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, 06 Non 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
                           "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08.49.37 GMT"})
    CHECK(parse_http_date(text) == std::nullopt);
}

TEST_CASE("it is true to half a second and half of the way") {
  const instant asked{{5'000}, 1'790'000'000'000};
  const instant answered{{5'200}, 1'790'000'000'200};
  // Their second began between 100 ms before the middle of the way and 900 ms before it.
  const auto read = read_http_time(1'790'000'003'000, asked, answered);
  CHECK(read.offset == milliseconds{3'400});
  CHECK(read.error == milliseconds{600});
}
