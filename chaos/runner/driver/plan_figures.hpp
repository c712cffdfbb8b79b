// What the injectors of all processes say that they have done, added up over processes that come
// and go.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chaos/checks/history.hpp"

namespace parley::driver {

class plan_figures {
 public:
  // `life` tells one run of a process from the next (its process id): a later answer of the same
  // life replaces the one before. What cannot be read changes nothing.
  void take(const std::string& process, int life, std::string_view answer);  // of GET /faults

  // One for each fault and phase.
  [[nodiscard]] std::vector<checks::plan> total() const;

 private:
  struct figure {
    double asked = 0;
    std::uint64_t chances = 0;
    std::uint64_t strikes = 0;
  };
  using figures = std::map<std::pair<std::string, std::string>, figure>;  // by fault and phase

  std::map<std::pair<std::string, int>, figures> lives_;
};

struct injector_state {
  bool is_allowed = false;
  bool has_plan = false;  // or had one that has expired since
};
// Of an answer of GET /faults; nothing when it is none.
[[nodiscard]] std::optional<injector_state> parse_injector_state(std::string_view answer);

}  // namespace parley::driver
