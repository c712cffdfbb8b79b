// What one seat has sent, by seq, and what became of each. Inner part of the ledger.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "chaos/checks/history.hpp"

namespace parley::checks {

struct message {
  seq_number seq = 0;
  entry_id id;  // as first applied
  double sent_t = 0;
  line_number sent = 0;
  line_number applied = 0;  // first, by anybody; 0: not yet
  body_sum sum = 0;
  bool is_logged = false;  // in the final reading
};

// Sorted by seq. A sender counts without holes, so a message is nearly always found at once.
class message_list {
 public:
  [[nodiscard]] message* find(seq_number seq) {
    const std::size_t likely = seq - 1;
    if (likely < all_.size() && all_[likely].seq == seq) return &all_[likely];
    const auto at = lower_bound(seq);
    return at != all_.end() && at->seq == seq ? &*at : nullptr;
  }
  [[nodiscard]] const message* find(seq_number seq) const {
    return const_cast<message_list*>(this)->find(seq);
  }
  void add(const message& sent) { all_.insert(lower_bound(sent.seq), sent); }  // of a new seq

  [[nodiscard]] seq_number last() const { return all_.empty() ? 0 : all_.back().seq; }
  [[nodiscard]] std::vector<message>& all() { return all_; }
  [[nodiscard]] const std::vector<message>& all() const { return all_; }

 private:
  std::vector<message>::iterator lower_bound(seq_number seq) {
    if (all_.empty() || all_.back().seq < seq) return all_.end();
    return std::ranges::lower_bound(all_, seq, {}, &message::seq);
  }

  std::vector<message> all_;
};

}  // namespace parley::checks
