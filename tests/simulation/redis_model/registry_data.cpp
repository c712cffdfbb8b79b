// One function for each of registry.lua's.
#include "tests/simulation/redis_model/registry_data.hpp"

#include <limits>
#include <variant>

namespace parley::redis_model {

registry_reply registry_data::perform(const registry_request& asked, unix_ms now) {
  return std::visit([&](const auto& each) { return answer(each, now); }, asked);
}

registry_reply registry_data::answer(const renew_record& renew, unix_ms now) {
  leases_.add(renew.record.id, now + renew.lease.count());
  records_.insert_or_assign(renew.record.id, renew.record);
  return registry_done{};
}

registry_reply registry_data::answer(const remove_record& remove, unix_ms) {
  const auto held = records_.find(remove.id);
  if (held == records_.end() || held->second.instance != remove.instance) return registry_done{};
  leases_.remove(remove.id);
  records_.erase(held);
  return registry_done{};
}

registry_reply registry_data::answer(const list_records&, unix_ms now) {
  for (const auto& id : leases_.members_up_to(now, std::numeric_limits<std::size_t>::max())) {
    leases_.remove(id);
    records_.erase(id);
  }
  records_listed listed;
  for (const auto& [id, record] : records_)
    listed.records.push_back(record);
  return listed;
}

}  // namespace parley::redis_model
