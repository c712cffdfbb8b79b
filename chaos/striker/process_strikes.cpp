// Kinds to the blunt tools of process_faults.hpp.
#include "chaos/striker/process_strikes.hpp"

#include "chaos/striker/process_faults.hpp"

namespace parley::striker {

bool strike_process(strike_desk& desk, const injector::strike& strike) {
  using kind = injector::fault_kind;
  switch (strike.kind) {
    case kind::abort:
      abort_process();
    case kind::exit:
      exit_process(strike.how.status);
    case kind::hang:
      hang_process(strike.how.lasts);
      break;
    case kind::freeze_and_wake:
      if (!freeze_process(strike.how.lasts))
        desk.log().warn("faults: this process cannot be stopped; it hung instead");
      break;
    default:
      return false;
  }
  desk.end(strike);
  return true;
}

}  // namespace parley::striker
