// Steps done to the model.
#pragma once

#include <vector>

#include "tests/integration/redis_model/steps.hpp"

namespace parley::redis_model::test {

class at_model {
 public:
  at_model();

  said perform(const step& what);
  std::vector<said> perform(const std::vector<step>& all);

  [[nodiscard]] const dataset& data() const { return redis_.data(); }
  [[nodiscard]] unix_ms now() const { return now_; }

 private:
  said does(const node_asks& asks);
  said does(const matchmaker_asks& asks);
  said does(const registry_is_asked& asks);
  said does(const node_reads_mail& reads);
  said does(const matchmaker_reads_letters& reads);
  said does(const listing_is_read& reads);
  said does(const time_passes& passes);

  server redis_;
  unix_ms now_ = beginning;
};

}  // namespace parley::redis_model::test
