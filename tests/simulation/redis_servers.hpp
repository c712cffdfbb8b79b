// The Redis of a simulated world: one master as a rule, two for a while after a failover, none
// while it restarts. What it answers is the model's; here it is frozen, replaced and emptied.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "tests/simulation/environment.hpp"
#include "tests/simulation/redis_model/redis_model.hpp"

namespace parley::simulation {

class store_link;

struct master {
  redis_model::server data;
  bool is_frozen = false;
  bool is_gone = false;  // for good: what still reaches it is lost
  bool is_old = false;   // a failover has replaced it
  std::deque<task> held{};
};

class redis_servers {
 public:
  explicit redis_servers(environment& env);

  // Where a new link gets to; null: nowhere at the moment.
  [[nodiscard]] std::shared_ptr<master> for_new_link();
  [[nodiscard]] const redis_model::server& current() const { return current_->data; }

  // Links that are up; whoever has fallen is not among them.
  void add(store_link& link) { links_.push_back(&link); }
  void remove(store_link& link) { std::erase(links_, &link); }

  // A command has been done at `at`: somebody may have got mail by it.
  void look_for_mail(const master& at);

  // ---- faults
  void freeze(std::int64_t for_ms);
  void restart(std::int64_t for_ms);  // with all that it had
  void fail_over(std::size_t lost, std::int64_t for_ms);
  void wipe();
  void flush();
  void fill(std::int64_t for_ms);
  void heal();

 private:
  void break_links(const master& of, std::int64_t within_ms);
  void thaw(master& which);
  void retire_old();

  environment& env_;
  std::shared_ptr<master> current_;
  std::shared_ptr<master> old_;
  std::vector<store_link*> links_;
  std::int64_t away_until_ms_ = 0;
};

}  // namespace parley::simulation
