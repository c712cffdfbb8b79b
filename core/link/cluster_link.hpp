// Many links as one, as a pure machine: which master of a Redis Cluster has which slot, whose link
// is ready, and when to ask anew. A link is an ownership: a slot that changes its master or whose
// link breaks is announced as lost before it is announced as ready again.
#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/base/backoff.hpp"
#include "core/link/redirect.hpp"
#include "core/link/slots.hpp"

namespace parley::link {

struct slot_range {
  slot_number first = 0;
  slot_number last = 0;
  redis_address master;
  std::vector<redis_address> replicas{};
  friend bool operator==(const slot_range&, const slot_range&) = default;
};

// ---- events ----
struct cluster_started {};
struct cluster_stopped {};
struct topology_told {
  std::vector<slot_range> ranges;
};
struct topology_failed {
  std::string reason;
};
struct master_ready {
  redis_address at;
};
// Also when an attempt to reach it has failed.
struct master_lost {
  redis_address at;
  std::string reason;
};
// A command was redirected.
struct slot_redirected {
  redirect what;
};
struct doubt_raised {};  // somebody else's link to a master has broken: look
struct pause_over {};
using cluster_event =
    std::variant<cluster_started, cluster_stopped, topology_told, topology_failed, master_ready,
                 master_lost, slot_redirected, doubt_raised, pause_over>;

// ---- actions, to be performed in order ----
struct open_master {
  redis_address at;
  friend bool operator==(const open_master&, const open_master&) = default;
};
struct close_master {
  redis_address at;
  friend bool operator==(const close_master&, const close_master&) = default;
};
struct ask_topology {
  redis_address of;
  friend bool operator==(const ask_topology&, const ask_topology&) = default;
};
struct begin_pause {  // then `pause_over`
  milliseconds time;
  friend bool operator==(const begin_pause&, const begin_pause&) = default;
};
struct slots_ready {
  slot_set slots;
  friend bool operator==(const slots_ready&, const slots_ready&) = default;
};
struct slots_lost {  // each pending command for one of them is lost first
  slot_set slots;
  std::string reason;
  friend bool operator==(const slots_lost&, const slots_lost&) = default;
};
struct cluster_trouble {  // for a log line; it is tried again
  std::string reason;
  friend bool operator==(const cluster_trouble&, const cluster_trouble&) = default;
};
using cluster_action = std::variant<open_master, close_master, ask_topology, begin_pause,
                                    slots_ready, slots_lost, cluster_trouble>;
using cluster_actions = std::vector<cluster_action>;

class cluster_link {
 public:
  cluster_link(std::vector<redis_address> seeds, backoff_settings pace);

  // `fraction` is random, in [0, 1). An event that does not fit the state changes nothing.
  [[nodiscard]] cluster_actions handle(const cluster_event& event, double fraction);

  // The link that serves the slot; null: none is ready.
  [[nodiscard]] const redis_address* holder_of(slot_number slot) const;
  // Who has it as far as is known, be its link ready or not; null: nobody.
  [[nodiscard]] const redis_address* owner_of(slot_number slot) const;
  // To whom commands for it were sent on while it is on its way.
  [[nodiscard]] std::vector<redis_address> helpers_of(slot_number slot) const;

 private:
  struct master {
    redis_address at;
    bool is_ready = false;
  };
  enum class refresh { idle, asking, pausing };

  void on(const cluster_started&);
  void on(const cluster_stopped&);
  void on(const topology_told& told);
  void on(const topology_failed& failed);
  void on(const master_ready& ready);
  void on(const master_lost& lost);
  void on(const slot_redirected& sent);
  void on(const doubt_raised&);
  void on(const pause_over&);

  const master* open(const redis_address& at);
  void on_moved(const redirect& moved);
  void lose(slot_number slot);
  void settle(const std::string& reason);
  void close_unneeded();
  void want_topology();
  void ask();
  void take_pause();
  [[nodiscard]] redis_address whom_to_ask() const;
  [[nodiscard]] bool is_whole() const;

  std::vector<redis_address> seeds_;
  backoff_settings pace_;
  bool is_running_ = false;
  std::map<redis_address, master> masters_;
  std::vector<const master*> owners_;   // by slot, as told; null: nobody
  std::vector<const master*> holders_;  // by slot, as announced; null: lost
  std::map<slot_number, std::set<const master*>> helpers_;
  std::set<slot_number> moved_;  // since the last topology
  std::vector<redis_address> replicas_;
  refresh refresh_ = refresh::idle;
  bool is_wanted_ = false;
  bool has_failed_ = false;  // the last attempt to ask
  unsigned rounds_ = 0;      // of asking, without rest
  redis_address hint_;       // who must know: a slot has moved to it
  slot_set lost_;            // within one event
  cluster_actions out_;
  double fraction_ = 0;
};

}  // namespace parley::link
