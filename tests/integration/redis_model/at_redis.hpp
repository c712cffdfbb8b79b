// Steps done to a real redis-server, through the services' own stores. Its clock is ours.
#pragma once

#include <optional>
#include <vector>

#include "chat-node/service/store.hpp"
#include "matchmaker/service/store.hpp"
#include "tests/integration/redis/linked_client.hpp"
#include "tests/integration/redis_model/steps.hpp"
#include "tests/support/redis_clock.hpp"
#include "tests/support/redis_server.hpp"

namespace parley::redis_model::test {

class at_redis {
 public:
  at_redis();

  // On an empty Redis.
  std::vector<said> perform(const std::vector<step>& all);

 private:
  void send(std::size_t at, const node_asks& asks);
  void send(std::size_t at, const matchmaker_asks& asks);
  void send(std::size_t at, const registry_is_asked& asks);
  void send(std::size_t at, const node_reads_mail& reads);
  void send(std::size_t at, const matchmaker_reads_letters& reads);
  void send(std::size_t at, const listing_is_read& reads);
  void send(std::size_t at, const time_passes& passes);
  void call_registry(std::size_t at, const renew_record& renew);
  void call_registry(std::size_t at, const remove_record& remove);
  void call_registry(std::size_t at, const list_records&);

  // All that was sent is done.
  void settle();
  template <class Read>
  io::redis_callback into(std::size_t at, Read read);

  parley::test::redis_clock clock_{beginning};
  parley::test::redis_server redis_;
  io::event_loop loop_;
  parley::test::linked_client link_;
  std::vector<chat_node_service::store> nodes_;
  std::vector<matchmaker_service::store> matchmakers_;
  std::vector<said> said_;  // by step; a store's request number is the step's
  unix_ms now_ = beginning;
};

}  // namespace parley::redis_model::test
