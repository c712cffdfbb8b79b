// What this client has sent and not every other member has confirmed: the truth until then.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace parley::client {

struct outbox_item {
  seq_number seq = 0;
  std::string kind;
  std::string body;
  std::optional<steady_time> stored_at{};  // one tick
  seq_number of = 0;                       // the message that it edits or deletes
  friend bool operator==(const outbox_item&, const outbox_item&) = default;
};

class outbox {
 public:
  explicit outbox(std::size_t capacity) : capacity_(capacity) {}

  // The new message's seq; none when the outbox is full.
  std::optional<seq_number> add(std::string kind, std::string body, seq_number of = 0);

  // What `join` tells the node: all below is delivered.
  [[nodiscard]] seq_number next() const { return items_.empty() ? next_ : items_.front().seq; }

  // The room has stored this seat's messages up to `seq`: an outbox that knows of none (its tab has
  // forgotten them) goes on behind them.
  void go_on_after(seq_number seq);

  // The log has everything up to `seq`; how many that is news for.
  std::size_t mark_stored(seq_number seq, steady_time now);

  // Every other member has applied everything up to `seq`; how many items that takes out.
  std::size_t drop_delivered(seq_number seq);

  [[nodiscard]] const outbox_item* find(seq_number seq) const;
  [[nodiscard]] seq_number last() const { return next_ - 1; }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }

  // Since when the oldest item has been stored and not delivered.
  [[nodiscard]] std::optional<steady_time> undelivered_since() const;

 private:
  std::size_t capacity_;
  seq_number next_ = 1;
  std::deque<outbox_item> items_;  // without a hole in seq
};

}  // namespace parley::client
