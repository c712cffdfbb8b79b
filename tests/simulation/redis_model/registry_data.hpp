// Who is alive, as registry.lua keeps it.
#pragma once

#include <map>
#include <string>

#include "tests/simulation/redis_model/answers.hpp"
#include "tests/simulation/redis_model/sorted_set.hpp"

namespace parley::redis_model {

class registry_data {
 public:
  registry_reply perform(const registry_request& asked, unix_ms now);

 private:
  registry_reply answer(const renew_record& renew, unix_ms now);
  registry_reply answer(const remove_record& remove, unix_ms now);
  registry_reply answer(const list_records&, unix_ms now);

  sorted_set leases_;
  std::map<std::string, registry::node_record> records_;
};

}  // namespace parley::redis_model
