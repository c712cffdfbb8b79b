// An experiment as data: on what system, under what load, what is done to it, and what must hold.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chaos/runner/script/acts.hpp"
#include "core/base/time.hpp"

namespace parley::script {

using settings = std::map<std::string, std::string>;  // a service's option by its key

struct topology {
  std::size_t gateways = 1;
  std::size_t matchmakers = 2;
  std::size_t nodes = 3;
  bool has_replica = false;     // Redis: a master and a replica, behind an address that can move
  bool has_cluster = false;     // Redis: a cluster of three masters and three replicas
  bool keeps_on_disk = false;   // Redis: an append-only file, so that a restart finds it
  settings matchmaker_options;  // besides the driver's own
  settings node_options;
};

struct load {
  std::size_t bots = 100;
  std::size_t rooms = 0;  // named ones, over which the bots are spread; 0: they talk in pairs
  std::size_t messages = 5'000;  // in all, said while the load lasts
  double rate = 500;             // messages a second, over all bots
  std::size_t body_bytes = 100;
  double arrivals_per_second = 500;  // bots
  double leave_share = 0;            // of the messages: after it, its bot says goodbye
  double reload_share = 0;           // of the messages: after it, its bot's tab is loaded again

  [[nodiscard]] std::size_t most_in_a_room() const {
    return rooms == 0 ? 2 : (bots + rooms - 1) / rooms;
  }
  [[nodiscard]] milliseconds lasts() const {
    return milliseconds{
        static_cast<milliseconds::rep>(static_cast<double>(messages) * 1000 / rate)};
  }
};

// What must be so before anything is broken; else the experiment says nothing.
struct steady_state {
  milliseconds reached_within{60'000};  // all are in a room
  milliseconds lasts{3'000};            // of calm talk
  milliseconds delay_p99{1'000};        // from said to applied, during it
};

struct bounds {
  milliseconds rest_within{30'000};  // after the last fault: all is delivered, all are in a room
  std::optional<milliseconds> recovery_p99;  // from the break to the next delivered message
  std::optional<milliseconds> recovery_max;
  std::optional<milliseconds> delay_max;  // of any message, from said to applied
  bool redis_may_rewind = false;          // acknowledged writes may be lost by Redis
};

struct experiment {
  std::string name;     // the file's, without .yaml
  std::string shows;    // a sentence or two
  std::string happens;  // in which event of production
  script::topology topology;
  script::load load;
  std::string plan;  // of the injector, as YAML; empty: none
  std::vector<act> acts;
  steady_state steady;
  bounds holds;
};

enum class scale { brief, full };

// Both throw io::start_error with "file:line: what is wrong". The name is the file's.
[[nodiscard]] experiment parse_experiment(const std::string& text, const std::string& file,
                                          scale scale);
[[nodiscard]] experiment read_experiment(const std::string& file, scale scale);

// Why so many bots cannot be spread so; empty: they can.
[[nodiscard]] std::string find_mistake(const load& load, const topology& topology);

// The bounds alone, as they are kept beside a history: its reports may be made again later.
[[nodiscard]] std::string bounds_text(const bounds& holds);
[[nodiscard]] bounds read_bounds(const std::string& file);

}  // namespace parley::script
