// One simulated world: it makes the parts, lets a scenario happen to them, then calms everything
// and waits until all of section 3 of DESIGN.md holds, or its bound is over.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/simulation/coverage.hpp"
#include "tests/simulation/environment.hpp"
#include "tests/simulation/matchmaker_host.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/node_host.hpp"
#include "tests/simulation/redis_servers.hpp"
#include "tests/simulation/visitor.hpp"
#include "tests/simulation/witness.hpp"

namespace parley::simulation {

struct outcome {
  std::optional<violation> broken{};
  std::int64_t rest_ms = 0;  // from the calm until everything had come back
};

class world {
 public:
  world(const scenario& plan, mutation mistake, coverage& seen, std::ostream* story);
  ~world();

  [[nodiscard]] outcome run();

 private:
  // world.cpp
  void plan_steps();
  void begin_step(const step& what);
  void on_moment(moment when);
  void calm();
  [[nodiscard]] bool run_until(std::int64_t ms);
  // Looks again and again until `trouble` finds none; when it did, or none once the guarantee is
  // broken.
  [[nodiscard]] std::optional<std::int64_t> wait_for(std::int64_t bound_ms,
                                                     const std::function<std::string()>& trouble);

  // world_acts.cpp: each says whether it could be done
  bool perform(const step& what);
  bool perform_user(const step& what);
  bool perform_network(const step& what);
  bool perform_process(const step& what);
  bool perform_redis(const step& what);
  bool bring_down(process& which, const step& what, bool is_noticed);
  bool freeze(process& which, const step& what);
  [[nodiscard]] std::vector<std::string> rooms_owned_by(const std::string& instance) const;
  [[nodiscard]] visitor& visitor_of(const step& what) {
    return *visitors_[what.who % visitors_.size()];
  }
  [[nodiscard]] node_host& node_of(const step& what) { return *nodes_[what.who % nodes_.size()]; }
  [[nodiscard]] matchmaker_host& matchmaker_of(const step& what) {
    return *matchmakers_[what.who % matchmakers_.size()];
  }
  [[nodiscard]] process& any_process(std::uint32_t which);
  [[nodiscard]] doors make_doors();

  // world_rest.cpp
  enum class patience { with_nobody, with_who_waits_for_nobody };
  [[nodiscard]] std::string why_not_at_rest(patience with) const;  // empty: it is
  [[nodiscard]] bool waits_for_nobody(const visitor& who) const;
  [[nodiscard]] std::string trouble_of(const visitor& who) const;
  [[nodiscard]] std::string trouble_among_members(const visitor& who) const;
  [[nodiscard]] std::string trouble_of_log(const std::string& name,
                                           const witness::room_truth& truth) const;
  [[nodiscard]] std::string trouble_of_services() const;

  environment env_;
  network net_;
  witness witness_;
  redis_servers redis_;
  std::vector<std::unique_ptr<node_host>> nodes_;
  std::vector<std::unique_ptr<matchmaker_host>> matchmakers_;
  std::vector<std::unique_ptr<visitor>> visitors_;
  std::vector<step> waiting_;  // for their moment
};

[[nodiscard]] outcome run(const scenario& plan, mutation mistake, coverage& seen,
                          std::ostream* story = nullptr);

}  // namespace parley::simulation
