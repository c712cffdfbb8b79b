// A Parley that an experiment can be done to: started or found, broken and healed on request. Where
// it runs is the driver's business.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chaos/checks/history.hpp"
#include "chaos/runner/script/schedule.hpp"

namespace parley::driver {

struct door {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  bool is_cluster = false;  // of a Redis: a member of a cluster, which tells of the others
};

struct reading {  // of a process
  std::string name;
  std::uint64_t rss_bytes = 0;
  std::uint64_t descriptors = 0;
};

// Called on the loop's thread. Nothing but `start`, `heal` and `stop` may wait (they run the loop
// meanwhile), for the bots talk on.
class driver {
 public:
  driver() = default;
  virtual ~driver() = default;
  driver(const driver&) = delete;
  driver& operator=(const driver&) = delete;

  // Returns when everything is ready; throws io::start_error when it does not become so.
  virtual void start() = 0;

  // How the target of a step calls itself: as a node's id, that is what clients see.
  [[nodiscard]] virtual std::string name_of(const std::string& target) const { return target; }

  virtual void begin(const script::step& step) = 0;
  virtual void end(const script::step& step) = 0;

  // For the injectors of all services, from now on; empty: none.
  virtual void set_plan(const std::string& yaml) = 0;
  // What has been struck since this was asked last.
  [[nodiscard]] virtual std::vector<checks::struck> new_strikes() = 0;
  // What came of it, over all processes; empty where it cannot be known.
  [[nodiscard]] virtual std::vector<checks::plan> figures() const = 0;

  // Every process that should run is ready. One that is frozen counts, for nobody has noticed.
  [[nodiscard]] virtual bool is_whole() const = 0;

  // Ends every act and every fault; false when not everything is ready again in time.
  virtual bool heal() = 0;
  // Leaves nothing broken, and ends what was started. Also for a run that is given up.
  virtual void stop() = 0;

  [[nodiscard]] virtual std::vector<door> gateways() const = 0;
  // Where the rooms' logs can be read; none: nowhere from here.
  [[nodiscard]] virtual std::optional<door> redis() const = 0;
  [[nodiscard]] virtual std::vector<reading> readings() const = 0;
};

}  // namespace parley::driver
