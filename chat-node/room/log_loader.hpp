// Reads a room's log from its beginning, page by page, by the reading rule. Pure: it says where the
// next page begins.
#pragma once

#include "chat-node/room/log_reader.hpp"
#include "chat-node/room/message_memory.hpp"
#include "chat-node/room/store.hpp"

namespace parley::room {

class log_loader {
 public:
  log_loader() = default;
  // After that claim, which is an entry of the log like any other.
  explicit log_loader(entry_id claim) : claim_(claim) {}

  // True: that was the last page. False: read on after `last`.
  bool read(const log_page& page);

  [[nodiscard]] entry_id last() const { return last_; }
  // False after the last page: Redis has lost the log that was claimed. This one is another's.
  [[nodiscard]] bool has_claim() const { return has_claim_; }
  [[nodiscard]] std::size_t strange() const { return strange_; }
  [[nodiscard]] const log_reader& reader() const { return reader_; }
  [[nodiscard]] const message_memory& found() const { return found_; }  // what the log can serve

 private:
  log_reader reader_;
  message_memory found_;
  entry_id claim_;
  bool has_claim_ = false;
  entry_id last_;
  std::size_t strange_ = 0;
};

[[nodiscard]] message_ptr to_message(entry_id id, const message_record& message);
[[nodiscard]] message_record to_record(const stored_message& message);

}  // namespace parley::room
