// What the load driver is told on its command line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace parley::bench {

struct address {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
};

struct options {
  address gateway;                       // /match and /node/<id>/ws; or else:
  std::vector<address> matchmakers;      // visitors take turns
  std::map<std::string, address> nodes;  // by id
  std::size_t pairs = 100;
  double rate = 0;          // messages a second over all pairs; 0: closed loop
  std::size_t depth = 1;    // closed loop: messages under way from each side of a pair
  std::size_t bytes = 100;  // of a message's text
  milliseconds warm_up{2'000};
  milliseconds duration{10'000};
  std::vector<std::pair<std::string, int>> processes;  // name, pid: whose CPU and memory to report
};

// The error is a sentence for the one who typed.
[[nodiscard]] result<options, std::string> parse_options(const std::vector<std::string>& arguments);

extern const char* const usage;

}  // namespace parley::bench
