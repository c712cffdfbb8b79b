// The sender's side of the guarantee.
#include "chaos/client/outbox.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"

namespace parley::client {

std::optional<seq_number> outbox::add(std::string kind, std::string body, seq_number of) {
  if (items_.size() >= capacity_) return std::nullopt;
  items_.push_back({next_, std::move(kind), std::move(body), {}, of});
  return next_++;
}

void outbox::go_on_after(seq_number seq) {
  if (items_.empty()) next_ = std::max(next_, seq + 1);
}

std::size_t outbox::mark_stored(seq_number seq, steady_time now) {
  std::size_t news = 0;
  for (outbox_item& item : items_) {
    if (item.seq > seq) break;
    if (item.stored_at) continue;
    item.stored_at = now;
    ++news;
  }
  return news;
}

std::size_t outbox::drop_delivered(seq_number seq) {
  std::size_t dropped = 0;
  for (; !items_.empty() && items_.front().seq <= seq; ++dropped)
    items_.pop_front();
  return dropped;
}

const outbox_item* outbox::find(seq_number seq) const {
  if (items_.empty() || seq < items_.front().seq || seq > items_.back().seq) return nullptr;
  const outbox_item& item = items_[static_cast<std::size_t>(seq - items_.front().seq)];
  PARLEY_CHECK(item.seq == seq);
  return &item;
}

std::optional<steady_time> outbox::undelivered_since() const {
  return items_.empty() ? std::nullopt : items_.front().stored_at;
}

}  // namespace parley::client
