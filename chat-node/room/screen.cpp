// A queue whose front is being asked about.
#include "chat-node/room/screen.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace parley::room {

std::string* words_of(record& what) {
  if (auto* const name = std::get_if<name_record>(&what)) return &name->name;
  auto* const message = std::get_if<message_record>(&what);
  if (message == nullptr) return nullptr;
  if (message->file) return message->file->name.empty() ? nullptr : &message->file->name;
  const bool is_text = message->kind == "text" || message->kind == "edit";
  return is_text ? &message->body : nullptr;
}

void set_words(record& what, std::string words) {
  *words_of(what) = std::move(words);
  if (auto* const message = std::get_if<message_record>(&what)) message->filtered = true;
}

seq_number screen::highest_waiting(seat_number seat) const {
  seq_number highest = 0;
  for (const auto& each : waiting_) {
    const auto* const message = std::get_if<message_record>(&each.what);
    if (message != nullptr && message->seat == seat) highest = std::max(highest, message->seq);
  }
  return highest;
}

std::vector<waiter>* screen::waiters_of(seat_number seat, seq_number seq) {
  for (auto& each : waiting_) {
    const auto* const message = std::get_if<message_record>(&each.what);
    if (message != nullptr && message->seat == seat && message->seq == seq) return &each.waiters;
  }
  return nullptr;
}

std::vector<std::string> screen::next_question(std::size_t most) {
  asked_ = std::min(most, waiting_.size());
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < asked_; ++i)
    if (const auto* const words = words_of(waiting_[i].what)) texts.push_back(*words);
  return texts;
}

std::vector<waiting_record> screen::take(std::size_t count) {
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<waiting_record> taken(std::make_move_iterator(waiting_.begin()),
                                    std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  asked_ = 0;
  return taken;
}

}  // namespace parley::room
