// Numbers with one digit after the point are one double each, however they were written.
#include "core/base/tenths.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

namespace parley {

TEST_CASE("a number is written with at most one digit after the point, and without an exponent") {
  CHECK(tenths_text(1.2) == "1.2");
  CHECK(tenths_text(8.0) == "8");
  CHECK(tenths_text(-0.04) == "0");
  CHECK(tenths_text(-240'000.06) == "-240000.1");
  CHECK(tenths_text(1e13) == "10000000000000");
  CHECK(tenths_text(9'999'999'999'999.9) == "9999999999999.9");
}

TEST_CASE("what is beyond all clocks is held to the bound, and what is no number is 0") {
  CHECK(to_tenths(1e300) == max_tenths);
  CHECK(to_tenths(-std::numeric_limits<double>::infinity()) == -max_tenths);
  CHECK(to_tenths(std::nan("")) == 0);
}

TEST_CASE("what was written is read as the same, and nothing else is read") {
  for (const double each : {0.0, 0.1, -0.1, 12.3, -9'999'999'999'999.9, 1e13})
    CHECK(parse_tenths(tenths_text(each)) == each);
  for (const char* each : {"", " 1", "1 ", "1e3", "nan", "inf", "0x1", "1,5", "10000000000001"})
    CHECK_FALSE(parse_tenths(each));
}

}  // namespace parley
