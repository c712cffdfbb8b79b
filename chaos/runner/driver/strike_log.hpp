// Reads, as they are written, the log lines in which services say that their injector has struck.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/checks/history.hpp"

namespace parley::driver {

class strike_log {
 public:
  // What this file holds beyond what was read before, up to its last whole line.
  [[nodiscard]] std::vector<checks::struck> read(const std::string& service,
                                                 const std::string& file);

 private:
  std::map<std::string, std::size_t> read_;  // bytes, by file
};

// Pure: the strikes that whole lines of a log tell of.
[[nodiscard]] std::vector<checks::struck> parse_strikes(const std::string& service,
                                                        std::string_view lines);

}  // namespace parley::driver
