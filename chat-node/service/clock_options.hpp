// What an operator says about the reference of the node's clock (docs/clocks.md).
#pragma once

#include <string>
#include <vector>

#include "core/io/options.hpp"

namespace parley::chat_node_service {

struct clock_options {
  std::vector<std::string> servers;  // of SNTP
  std::string http;                  // empty: none
  milliseconds poll{64'000};
};

void declare_clock_options(io::option_table& table, clock_options& options);

}  // namespace parley::chat_node_service
