// What is in flight, and whose it is.
#include "chat-node/service/log_faults.hpp"

#include <utility>
#include <variant>

namespace parley::chat_node_service {

using injector::phase;

void log_faults::before(const room::store_command& command) {
  const auto* const appended = std::get_if<room::append_entries>(&command.what);
  if (appended == nullptr) return;
  auto& kept = in_flight_[command.room];
  kept = {command.request, {}};
  for (const auto& entry : appended->entries)
    if (const auto* const said = std::get_if<room::message_record>(&entry.what))
      kept.messages.push_back({said->seat, said->seq});
  for (const auto& each : kept.messages)
    (void)strike(phase::append, command.room, sender_of(command.room, each.seat), each.seq);
}

void log_faults::before(const room::store_answer& answer) {
  const auto at = in_flight_.find(answer.room);
  if (at == in_flight_.end() || at->second.request != answer.request) return;
  const auto messages = std::move(at->second.messages);
  in_flight_.erase(at);
  const room::store_reply stored = room::appended{room::append_outcome::stored};
  if (answer.what != stored) return;
  for (const auto& each : messages) {
    const auto sender = sender_of(answer.room, each.seat);
    if (!strike(phase::stored, answer.room, sender, each.seq))
      unanswered_[sender] = {answer.room, each.seq};
  }
}

// A sender with several messages in one append is asked about at the last one's number.
bool log_faults::cuts_before_answer(connection_id sender, const wire::any_result& what) {
  if (!std::holds_alternative<wire::send_result>(what)) return false;
  const auto owed = unanswered_.extract(sender);
  return !owed.empty() && strike(phase::relayed, owed.mapped().room, sender, owed.mapped().seq);
}

connection_id log_faults::sender_of(const std::string& room, seat_number seat) const {
  for (const auto& each : node_.seated_in(room))
    if (each.seat == seat) return each.connection;
  return 0;
}

bool log_faults::strike(phase at, const std::string& room, connection_id sender, seq_number seq) {
  if (sender == 0) return false;  // gone already
  return striker_.strike_around_log({at, sender, seq, room}, [&] {
    std::vector<connection_id> all;
    for (const auto& each : node_.seated_in(room))
      if (each.connection != 0) all.push_back(each.connection);
    return all;
  });
}

}  // namespace parley::chat_node_service
