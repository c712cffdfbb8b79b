// What is at hand while one event is dealt with: the time, and where the actions go. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "matchmaker/pairing/actions.hpp"
#include "matchmaker/pairing/connections.hpp"

namespace parley::pairing {

class turn {
 public:
  turn(instant at, connection_map& open, std::uint64_t& requests, actions& out)
      : now(at), connections_(open), requests_(requests), out_(out) {}

  const instant now;

  // Nothing is said to a connection that is gone or closing.
  void notify(connection_id to, wire::notification what);
  void answer(connection_id to, const std::optional<wire::request_id>& id, wire::any_result what);
  void refuse(connection_id to, const std::optional<wire::request_id>& id, wire::rpc_error what);
  void close(connection_id id, wire::close_code code);

  // The number under which the answer comes.
  std::uint64_t store(store_request what);

  void count(metric what, std::string label = {}, std::uint64_t amount = 1);
  void perform(action what) { out_.push_back(std::move(what)); }

 private:
  [[nodiscard]] bool is_open(connection_id id) const;

  connection_map& connections_;
  std::uint64_t& requests_;
  actions& out_;
};

}  // namespace parley::pairing
