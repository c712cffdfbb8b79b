// An honest estimate.
#include "matchmaker/pairing/estimate.hpp"

#include <catch2/catch.hpp>
#include <numeric>

namespace parley::pairing {

TEST_CASE("fewer than five waits tell nothing") {
  CHECK(estimate_of({1, 2, 3, 4}) == std::nullopt);
}

TEST_CASE("the median and the 90th percentile, by nearest rank") {
  CHECK(estimate_of({50, 10, 40, 20, 30}) == wire::wait_estimate{30, 50});
  std::vector<std::uint64_t> waits(100);
  std::iota(waits.rbegin(), waits.rend(), 1);
  CHECK(estimate_of(waits) == wire::wait_estimate{50, 90});
}

}  // namespace parley::pairing
