// Off, unless somebody has said otherwise.
#include "chaos/striker/options.hpp"

namespace parley::striker {

void declare_fault_options(io::option_table& table, fault_options& target) {
  table.section("faults", "The fault injector, for tests of what survives it; never for strangers.")
      .add("faults.allowed", target.allowed,
           "Whether this process may be given a plan, by file or at its admin port.")
      .add("faults.plan", target.plan,
           "File of a fault plan, watched for changes; empty: none. Also --faults FILE.");
}

}  // namespace parley::striker
