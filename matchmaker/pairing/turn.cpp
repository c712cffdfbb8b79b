// Actions, and the rule that the dead are not spoken to.
#include "matchmaker/pairing/turn.hpp"

namespace parley::pairing {

bool turn::is_open(connection_id id) const {
  const auto at = connections_.find(id);
  return at != connections_.end() && !at->second.is_closing;
}

void turn::notify(connection_id to, wire::notification what) {
  if (is_open(to)) perform(send_notification{to, std::move(what)});
}

void turn::answer(connection_id to, const std::optional<wire::request_id>& id,
                  wire::any_result what) {
  if (id && is_open(to)) perform(send_result{to, *id, std::move(what)});
}

void turn::refuse(connection_id to, const std::optional<wire::request_id>& id,
                  wire::rpc_error what) {
  if (!is_open(to)) return;
  count(metric::errors, std::string(wire::name_of(what.code)));
  perform(send_error{to, id, std::move(what)});
}

void turn::close(connection_id id, wire::close_code code) {
  if (!is_open(id)) return;
  connections_.at(id).is_closing = true;
  perform(close_connection{id, code});
}

std::uint64_t turn::store(store_request what) {
  perform(store_command{++requests_, std::move(what)});
  return requests_;
}

void turn::count(metric what, std::string label, std::uint64_t amount) {
  perform(parley::pairing::count{what, std::move(label), amount});
}

}  // namespace parley::pairing
