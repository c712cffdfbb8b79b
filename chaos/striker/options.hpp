// The options about faults, the same for both services.
#pragma once

#include <string>

#include "core/io/options.hpp"

namespace parley::striker {

struct fault_options {
  bool allowed = false;
  std::string plan{};  // a file; empty: none
};

// Binds the options to `target`, which must outlive the table.
void declare_fault_options(io::option_table& table, fault_options& target);

}  // namespace parley::striker
