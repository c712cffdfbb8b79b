// The checksum of a body: CRC-32 as zlib has it, so that every language can recompute it.
#include <boost/crc.hpp>

#include "chaos/checks/history.hpp"

namespace parley::checks {

body_sum sum_of(std::string_view body) {
  boost::crc_32_type sum;
  sum.process_bytes(body.data(), body.size());
  return sum.checksum();
}

}  // namespace parley::checks
