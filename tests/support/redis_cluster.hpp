// A Redis Cluster of three masters without replicas, for tests of the client alone; tests of whole
// services have redis_cluster.ts. Ends with the object.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/link/redirect.hpp"
#include "core/link/slots.hpp"
#include "tests/support/redis_server.hpp"

namespace parley::test {

class redis_cluster {
 public:
  // Every slot served, and all agree. Throws std::runtime_error when that fails.
  redis_cluster();
  ~redis_cluster();
  redis_cluster(const redis_cluster&) = delete;
  redis_cluster& operator=(const redis_cluster&) = delete;

  [[nodiscard]] redis_server& member(std::size_t at) { return *members_[at]; }
  [[nodiscard]] link::redis_address address(std::size_t at) const;

  // The first has the lowest third of the slots, and so on; a slot that was moved is elsewhere.
  [[nodiscard]] static std::size_t first_owner_of(link::slot_number slot);

  // What redis-cli does for each slot, in parts.
  void begin_move(link::slot_number slot, std::size_t from, std::size_t to);
  void move(std::size_t from, std::size_t to, const std::vector<std::string>& keys);
  void end_move(link::slot_number slot, std::size_t to);

 private:
  [[nodiscard]] std::string id_of(std::size_t at) const;
  void ask_all_until(const std::vector<std::string>& words, const std::string& part) const;

  std::string folder_;
  std::vector<std::unique_ptr<redis_server>> members_;
};

}  // namespace parley::test
