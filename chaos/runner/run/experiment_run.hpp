// One experiment from start to end: a steady state, load and faults, calm, rest, the final reading.
// It makes the history; what the history shows is not its business.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chaos/live/pump.hpp"
#include "chaos/runner/crowd/crowd.hpp"
#include "chaos/runner/crowd/recorder.hpp"
#include "chaos/runner/driver/driver.hpp"
#include "chaos/runner/run/progress.hpp"
#include "chaos/runner/script/schedule.hpp"

namespace parley::runner {

class experiment_run {
 public:
  experiment_run(io::event_loop& loop, live::pump& pump, driver::driver& driver,
                 crowd::recorder& history, progress& progress, script::experiment experiment,
                 std::uint64_t seed);

  // Leaves the system running, with the bots in it. The answer is empty, or says why the experiment
  // could not be done; the history is then not complete. Throws live::interrupted.
  [[nodiscard]] std::string perform();

  // The bots go; nothing of this run happens any more.
  void dismiss();

 private:
  enum class standing { lasting, ending };  // ends by a step; or as soon as everything is ready

  [[nodiscard]] std::string reach_steady_state();
  [[nodiscard]] std::string talk_in_peace();
  void apply_load();
  void take(const script::step& step);
  void begin_plan();
  void calm_down();
  void come_to_rest();
  [[nodiscard]] std::string read_logs();
  void record_phase(checks::phase_name name);
  void record_readings(checks::reading when);
  void record_plan();
  void note_healed();
  void note_strikes();
  void show(const std::string& phase);

  io::event_loop& loop_;
  live::pump& pump_;
  driver::driver& driver_;
  crowd::recorder& history_;
  progress& progress_;
  script::experiment experiment_;
  std::uint64_t seed_;
  std::optional<crowd::crowd> crowd_;
  std::map<std::size_t, standing> faults_;                                // that stand, by number
  std::map<std::pair<std::string, std::string>, std::uint64_t> strikes_;  // by fault and phase
  std::string phase_;
  io::timer watch_;  // notes what has healed, and shows how it goes
};

}  // namespace parley::runner
