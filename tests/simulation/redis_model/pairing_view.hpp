// What one call of pairing_seek goes by; only for pairing_*.cpp.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/simulation/redis_model/pairing_data.hpp"

namespace parley::redis_model {

struct pairing_data::view {
  const matchmaker_caller& from;
  const pairing::seek_partners& asked;
  unix_ms now;
  lua_random chance;

  [[nodiscard]] bool is_patient(const ticket& one) const {
    return now - one.since < from.interest_patience.count();
  }
};

struct pairing_data::candidates {
  std::set<std::string> seen{};
  std::vector<const ticket*> anew{};
  std::vector<const ticket*> again{};  // they have met lately
};

}  // namespace parley::redis_model
