// The loader keeps the messages that count and that lie above each seat's base.
#include "chat-node/room/log_loader.hpp"

namespace parley::room {

bool log_loader::read(const log_page& page) {
  for (const auto& entry : page.entries) {
    has_claim_ = has_claim_ || entry.id == claim_;
    if (reader_.read(entry))
      found_.keep(to_message(entry.id, std::get<message_record>(entry.what)));
  }
  for (const auto& [seat, log] : reader_.state().seats)
    found_.forget(seat, log.base - 1);
  last_ = page.last;
  strange_ += page.strange;
  return page.is_last;
}

message_ptr to_message(entry_id id, const message_record& message) {
  return std::make_shared<const stored_message>(
      stored_message{id, message.seat, message.seq, message.kind, message.body, message.at,
                     message.of, message.file, message.clock, message.ref, message.filtered});
}

message_record to_record(const stored_message& message) {
  return {message.seat, message.seq,  message.kind,  message.body, message.at,
          message.of,   message.file, message.clock, message.ref,  message.filtered};
}

}  // namespace parley::room
