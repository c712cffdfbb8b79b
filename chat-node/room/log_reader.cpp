// The fold over a room's log, one record kind at a time.
#include "chat-node/room/log_reader.hpp"

namespace parley::room {

bool log_reader::read(const log_entry& entry) {
  const bool is_of_this_log = follows(entry);
  if (const auto* message = std::get_if<message_record>(&entry.what)) {
    auto& stored = state_.seats[message->seat].stored;
    if (message->seq != stored + 1) return false;
    stored = message->seq;
    return true;
  }
  if (const auto* base = std::get_if<base_record>(&entry.what)) {
    if (is_of_this_log) advance(base->seat, base->seq);
  } else if (const auto* name = std::get_if<name_record>(&entry.what)) {
    state_.seats[name->seat].name = name->name;
  } else if (const auto* joined = std::get_if<joined_record>(&entry.what)) {
    auto& seat = state_.seats[joined->seat];
    seat.is_member = true;
    seat.name = joined->name;
  } else if (const auto* left = std::get_if<left_record>(&entry.what)) {
    state_.seats[left->seat].is_member = false;
  } else if (const auto* snapshot = std::get_if<snapshot_record>(&entry.what)) {
    if (!is_of_this_log) return false;
    for (const auto& [seat, log] : snapshot->state.seats) {
      advance(seat, log.stored);
      if (!log.name.empty()) state_.seats[seat].name = log.name;
      state_.seats[seat].is_member = log.is_member;
    }
    if (!snapshot->state.lock.empty()) state_.lock = snapshot->state.lock;
    state_.opened = state_.opened || snapshot->state.opened;
  } else if (std::holds_alternative<opened_record>(entry.what)) {
    state_.opened = true;
  }
  return false;
}

bool log_reader::follows(const log_entry& entry) {
  const bool is_claim = std::holds_alternative<moved_record>(entry.what);  // goes on from the top
  if (last_ && !is_claim && entry.id.n != last_->n + 1) return false;
  if (is_claim) owner_ = entry.by;
  if (!entry.by.empty() && !owner_.empty() && entry.by != owner_) return false;
  last_ = entry.id;
  return true;
}

seat_log log_reader::seat(seat_number seat) const {
  const auto at = state_.seats.find(seat);
  return at == state_.seats.end() ? seat_log{} : at->second;
}

void log_reader::advance(seat_number seat, seq_number seq) {
  auto& log = state_.seats[seat];
  if (seq <= log.stored) return;
  log.stored = seq;
  log.base = seq + 1;
}

}  // namespace parley::room
