// Which messages of the outbox may be sent now on this connection.
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace parley::client {

// A bounded number of messages ahead of the node's answers. A refusal means that the room takes
// few at a time: what was refused and all after it go again, one by one at first, and each window
// that is taken whole widens the next by one (RFC 5681, section 3.1: congestion avoidance).
class send_window {
 public:
  explicit send_window(std::size_t widest) : widest_(static_cast<double>(widest)) {}

  // Told back with a refusal: what was refused in an earlier round may have been sent again since.
  [[nodiscard]] unsigned round() const { return round_; }

  // A join was answered: the room has everything up to `accepted`.
  void restart(seq_number accepted);

  // Everything up to `seq` needs no sending: the log has it, or all have applied it.
  void skip_to(seq_number seq);

  // The log has `seq`, and so all before it.
  void stored(seq_number seq);

  // `seq` was refused: the room wants `expected` first.
  void gap(seq_number seq, seq_number expected, unsigned round);

  // `seq` was refused until `then`.
  void refused(seq_number seq, unsigned round, steady_time then);

  // The next to send now, when the outbox ends at `last`; it counts as sent.
  std::optional<seq_number> take(seq_number last, steady_time now);

  // When sending may go on after a pause.
  [[nodiscard]] std::optional<steady_time> deadline(seq_number last) const;

  // The node has answered for everything up to here.
  [[nodiscard]] seq_number answered() const { return answered_; }

 private:
  [[nodiscard]] bool is_open(seq_number last) const;
  [[nodiscard]] bool counts(seq_number seq, unsigned round) const;
  void go_back_to(seq_number seq);

  double widest_;
  double width_ = widest_;
  unsigned round_ = 0;
  seq_number round_from_ = 1;  // the first that is sent (again) in this round
  seq_number sent_ = 0;
  seq_number answered_ = 0;
  std::optional<steady_time> paused_until_;
};

}  // namespace parley::client
